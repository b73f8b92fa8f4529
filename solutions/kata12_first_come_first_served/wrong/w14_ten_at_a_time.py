"""Lets ten run at a time, and the others wait."""
# misconception: M02
# breaks: rule 2
# caught by: test_many_at_the_same_moment
# student reads: they had to wait

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    ended = asyncio.Queue()
    slots = asyncio.Semaphore(10)

    async def run(job):
        async with slots:
            return await job

    keys = {asyncio.ensure_future(run(job)): key for key, job in jobs.items()}
    for task in keys:
        task.add_done_callback(ended.put_nowait)
    try:
        for _ in range(len(keys)):
            task = await ended.get()
            yield keys[task], task.result()
    finally:
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)
