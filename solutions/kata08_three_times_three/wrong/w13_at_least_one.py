"""Believes that there is always something to wait for."""
# misconception: M27
# breaks: rule 5
# caught by: test_one_and_none
# student reads: or none at all

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    await asyncio.wait(tasks)
    return [task.result() for task in tasks]
