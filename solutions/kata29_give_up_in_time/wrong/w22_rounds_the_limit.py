"""Believes that a tenth of a second is exact enough."""
# misconception: M08
# breaks: rule 3
# caught by: test_limits_of_every_length
# student reads: not cancelled just at its limit

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    try:
        async with asyncio.timeout(None if seconds is None else round(seconds, 1)) as limit:
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
