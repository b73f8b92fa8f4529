"""Believes that the same id gives the same page, so that fetching it once is enough."""
# misconception: M27
# breaks: rule 1
# caught by: test_the_same_id_twice
# student reads: fetch was called for 3 of the 4 entries

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    tasks = {}
    for id in ids:
        if id not in tasks:
            tasks[id] = asyncio.create_task(fetch(id))
    return [await tasks[id] for id in ids]
