"""Believes that one has to look from time to time whether the pages are there."""
# misconception: M10
# breaks: rule 4
# caught by: test_waits_for_the_slowest
# student reads: you only noticed later

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0.5)
    return [task.result() for task in tasks]
