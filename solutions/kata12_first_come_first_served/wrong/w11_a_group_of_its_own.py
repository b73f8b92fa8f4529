"""Lets a TaskGroup run the jobs, which wraps what they raise."""
# misconception: M23
# breaks: rule 6
# caught by: test_a_failure_in_its_turn
# student reads: that very one has to leave

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    ended = asyncio.Queue()

    async def run(key, job):
        ended.put_nowait((key, await job))

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(run(key, job)) for key, job in jobs.items()]
        try:
            for _ in tasks:
                yield await ended.get()
        finally:
            for task in tasks:
                task.cancel()
