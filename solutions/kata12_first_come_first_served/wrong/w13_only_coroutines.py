"""Believes that whatever can be awaited can be made a task with create_task."""
# misconception: M00
# breaks: rule 2
# caught by: test_every_kind_of_job
# student reads: Among the jobs are a task, futures

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    ended = asyncio.Queue()
    keys = {asyncio.create_task(job): key for key, job in jobs.items()}
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
