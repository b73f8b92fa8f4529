"""Puts the results into a queue, and takes a false one for the end."""
# misconception: M27
# breaks: rule 1
# caught by: test_any_key_and_any_result
# student reads: they count like any other

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    ended = asyncio.Queue()
    keys = {asyncio.ensure_future(job): key for key, job in jobs.items()}
    for task in keys:
        task.add_done_callback(ended.put_nowait)
    try:
        for _ in range(len(keys)):
            task = await ended.get()
            if result := task.result():
                yield keys[task], result
    finally:
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)
