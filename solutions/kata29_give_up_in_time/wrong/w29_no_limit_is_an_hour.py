"""Believes that nobody waits longer than an hour, so that an hour is no limit."""
# misconception: M27
# breaks: rule 5
# caught by: test_limits_of_every_length
# student reads: given up all the same

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    try:
        async with asyncio.timeout(3600 if seconds is None else seconds) as limit:
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
