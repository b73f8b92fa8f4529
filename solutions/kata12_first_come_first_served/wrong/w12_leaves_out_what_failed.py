"""Believes that a job which failed has nothing to deliver."""
# misconception: M09
# breaks: rule 6
# caught by: test_a_failure_in_its_turn
# student reads: as if nothing had happened

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
            if task.exception() is None:
                yield keys[task], task.result()
    finally:
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)
