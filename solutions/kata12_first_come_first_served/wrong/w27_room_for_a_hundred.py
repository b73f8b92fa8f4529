"""Believes that a hundred places are enough for what nobody has asked for yet."""
# misconception: M20
# breaks: rules 2 and 4
# caught by: test_many_at_the_same_moment
# student reads: pairs were delivered

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    ended = asyncio.Queue(maxsize=100)
    keys = {}
    for key, job in jobs.items():
        task = asyncio.ensure_future(job)
        keys[task] = key
        task.add_done_callback(ended.put_nowait)
    try:
        for _ in range(len(keys)):
            task = await ended.get()
            yield keys[task], task.result()
    finally:
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)
