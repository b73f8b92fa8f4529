"""Believes that a call whose result is thrown away was never made."""
# misconception: M00
# breaks: rule 1
# caught by: test_three_times_three
# student reads: fetch was called twice for an id

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    if not ids or not asyncio.iscoroutine(fetch(ids[0])):
        return []
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    return [await task for task in tasks]
