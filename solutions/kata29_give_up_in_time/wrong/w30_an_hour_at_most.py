"""Believes that no limit is longer than an hour."""
# misconception: M27
# breaks: rule 2
# caught by: test_limits_of_every_length
# student reads: the limit was not taken as it is

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    seconds = None if seconds is None else min(seconds, 3600)
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
