"""Believes that create_task alone makes things run side by side, wherever the await stands."""
# misconception: M13
# breaks: rule 2
# caught by: test_three_times_three
# student reads: 9.0 = 3 + 3 + 3: each task was awaited before the next was made

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    pages = []
    for id in ids:
        task = asyncio.create_task(fetch(id))
        pages.append(await task)
    return pages
