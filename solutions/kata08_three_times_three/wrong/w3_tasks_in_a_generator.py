"""Believes that a generator expression makes all its tasks right away."""
# misconception: M13
# breaks: rule 2
# caught by: test_three_times_three
# student reads: each task was awaited before the next was made

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    tasks = (asyncio.create_task(fetch(id)) for id in ids)
    return [await task for task in tasks]
