"""Believes that 0 and None both mean that there is no limit."""
# misconception: M27
# breaks: rule 6
# caught by: test_no_time_at_all
# student reads: no time was taken for no limit

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    try:
        async with asyncio.timeout(seconds or None) as limit:
            return await aw
    except TimeoutError:
        if limit.expired():
            return default
        raise


async def within(seconds, aws):
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
