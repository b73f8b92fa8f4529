"""Believes that there are always three."""
# misconception: M27
# caught by: test_fifty
# student reads: fetch was called for 3 of 50 ids

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    task1 = asyncio.create_task(fetch(ids[0]))
    task2 = asyncio.create_task(fetch(ids[1]))
    task3 = asyncio.create_task(fetch(ids[2]))
    return [await task1, await task2, await task3]
