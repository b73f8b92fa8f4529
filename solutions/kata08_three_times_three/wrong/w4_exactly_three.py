"""Believes that there are always three."""
# misconception: M27
# breaks: rule 1
# caught by: test_many
# student reads: entries of the list

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    task1 = asyncio.create_task(fetch(ids[0]))
    task2 = asyncio.create_task(fetch(ids[1]))
    task3 = asyncio.create_task(fetch(ids[2]))
    return [await task1, await task2, await task3]
