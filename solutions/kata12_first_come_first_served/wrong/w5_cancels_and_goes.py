"""Believes that cancel() has cancelled."""
# misconception: M39
# breaks: rules 6, 7 and 8
# caught by: test_closed_when_they_have_ended
# student reads: had not ended when aclose returned

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
    finally:
        for task in keys:
            task.cancel()
        await asyncio.sleep(0)
