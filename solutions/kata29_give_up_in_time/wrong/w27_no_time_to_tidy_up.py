"""Believes that without any time there is no time to wait for the tidying up either."""
# misconception: M39
# breaks: rule 6
# caught by: test_no_time_at_all
# student reads: until a running task had tidied up

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    if seconds is not None and seconds <= 0:
        task = asyncio.ensure_future(aw)
        if task.done():
            return task.result()
        task.cancel()
        return default
    try:
        async with asyncio.timeout(seconds) as limit:
            return await aw
    except TimeoutError:
        if limit.expired():
            return default
        raise


async def within(seconds, aws):
    jobs = [asyncio.ensure_future(aw) for aw in aws]
    try:
        return await asyncio.gather(*(value_or(job, seconds, None) for job in jobs))
    finally:
        for job in jobs:
            job.cancel()
