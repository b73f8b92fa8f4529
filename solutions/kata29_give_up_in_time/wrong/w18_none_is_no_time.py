"""Believes that None, like 0, is no time at all."""
# misconception: M27
# breaks: rule 5
# caught by: test_limits_of_every_length
# student reads: no limit was taken for no time

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    try:
        async with asyncio.timeout(seconds or 0) as limit:
            return await aw
    except TimeoutError:
        if limit.expired():
            return default
        raise


async def within(seconds, aws):
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
