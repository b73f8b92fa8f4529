"""Finds the key of a job by its result, which several jobs can have."""
# misconception: M27
# breaks: rule 1
# caught by: test_any_key_and_any_result
# student reads: they count like any other

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    ended = asyncio.Queue()
    tasks = [asyncio.ensure_future(job) for job in jobs.values()]
    for task in tasks:
        task.add_done_callback(ended.put_nowait)
    try:
        for _ in tasks:
            result = (await ended.get()).result()
            for key, task in zip(jobs, tasks, strict=True):
                if task.done() and not task.exception() and task.result() == result:
                    yield key, result
                    break
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
