"""Believes that the set of those that are done keeps the order in which they were given."""
# misconception: M07
# breaks: rule 3
# caught by: test_waits_for_the_slowest
# student reads: do not stand in the order

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    if not tasks:
        return []
    done, _ = await asyncio.wait(tasks)
    return [task.result() for task in done]
