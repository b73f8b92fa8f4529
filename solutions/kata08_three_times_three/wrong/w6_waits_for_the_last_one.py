"""Believes that when the last task is done, all those before it are."""
# misconception: M08
# breaks: rule 4
# caught by: test_waits_for_the_slowest
# student reads: the others were still running

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    if tasks:
        await tasks[-1]
    return [task.result() for task in tasks]
