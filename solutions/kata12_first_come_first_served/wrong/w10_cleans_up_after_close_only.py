"""Believes that an iterator is left in one way only: by aclose."""
# misconception: M08
# breaks: rules 6 and 8
# caught by: test_cancelled_at_any_moment
# student reads: jobs ran on

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
            yield keys[task], task.result()
    except GeneratorExit:
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)
        raise
