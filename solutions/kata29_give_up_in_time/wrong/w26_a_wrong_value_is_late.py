"""Believes that an airline that raises ValueError has no answer, which is a case for the default."""
# misconception: M06
# breaks: rule 4
# caught by: test_any_other_failure
# student reads: late is not failed

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    try:
        async with asyncio.timeout(seconds) as limit:
            return await aw
    except ValueError:
        return default
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
