"""Believes that nobody needs more than five seconds to tidy up."""
# misconception: M39
# breaks: rule 3
# caught by: test_the_tidying_up_is_awaited
# student reads: needed an hour to tidy up

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
    await asyncio.wait([task], timeout=5)
    return default


async def within(seconds, aws):
    jobs = [asyncio.ensure_future(aw) for aw in aws]
    try:
        return await asyncio.gather(*(value_or(job, seconds, None) for job in jobs))
    finally:
        for job in jobs:
            job.cancel()
