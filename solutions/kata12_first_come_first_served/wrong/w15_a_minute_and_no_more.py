"""Believes that a job which takes more than a minute will never end."""
# misconception: M27
# breaks: rule 2
# caught by: test_every_kind_of_job
# student reads: one of them takes a day

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    ended = asyncio.Queue()
    keys = {asyncio.ensure_future(job): key for key, job in jobs.items()}
    for task in keys:
        task.add_done_callback(ended.put_nowait)
    try:
        for _ in range(len(keys)):
            task = await asyncio.wait_for(ended.get(), 60)
            yield keys[task], task.result()
    finally:
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)
