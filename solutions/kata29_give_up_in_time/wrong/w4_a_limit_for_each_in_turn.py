"""Believes that a limit for each one is a limit for all."""
# misconception: M35
# breaks: rule 8
# caught by: test_what_came_within_the_limit
# student reads: 4.5 = 1 + 2 + 1.5

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    try:
        async with asyncio.timeout(seconds) as limit:
            return await aw
    except TimeoutError:
        if limit.expired():
            return default
        raise


async def within(seconds, aws):
    return [await value_or(aw, seconds, None) for aw in aws]
