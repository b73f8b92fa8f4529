"""Believes that everything that can be awaited is a coroutine."""
# misconception: M00
# breaks: rule 1
# caught by: test_no_time_at_all
# student reads: a running task and a future

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    task = asyncio.create_task(aw)
    try:
        done, _ = await asyncio.wait([task], timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if done:
        return task.result()
    task.cancel()
    await asyncio.wait([task])
    return default


async def within(seconds, aws):
    jobs = [asyncio.ensure_future(aw) for aw in aws]
    try:
        return await asyncio.gather(*(value_or(job, seconds, None) for job in jobs))
    finally:
        for job in jobs:
            job.cancel()
