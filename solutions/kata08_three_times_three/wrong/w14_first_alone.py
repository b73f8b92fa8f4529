"""Believes that the first one has to be awaited directly, and can do without a task."""
# misconception: M02
# breaks: rule 2
# caught by: test_three_times_three
# student reads: not all the fetches were started

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    if not ids:
        return []
    pages = [await fetch(ids[0])]
    tasks = [asyncio.create_task(fetch(id)) for id in ids[1:]]
    return pages + [await task for task in tasks]
