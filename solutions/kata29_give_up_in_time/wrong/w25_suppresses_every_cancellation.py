"""Believes that while it waits for a cancelled task, a CancelledError can only be that task's."""
# misconception: M05
# breaks: rule 7
# caught by: test_somebody_cancels_you
# student reads: while a late job tidied up

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    task = asyncio.ensure_future(aw)
    try:
        done, _ = await asyncio.wait([task], timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if done:
        return task.result()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass
    return default


async def within(seconds, aws):
    jobs = [asyncio.ensure_future(aw) for aw in aws]
    try:
        return await asyncio.gather(*(value_or(job, seconds, None) for job in jobs))
    finally:
        for job in jobs:
            job.cancel()
