"""Believes that what nobody asks for any more ends by itself."""
# misconception: M08
# breaks: rules 6, 7 and 8
# caught by: test_leaving_early
# student reads: 2 of its jobs still ran

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    ended = asyncio.Queue()
    keys = {asyncio.ensure_future(job): key for key, job in jobs.items()}
    for task in keys:
        task.add_done_callback(ended.put_nowait)
    for _ in range(len(keys)):
        task = await ended.get()
        yield keys[task], task.result()
