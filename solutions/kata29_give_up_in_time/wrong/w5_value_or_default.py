"""Believes that a value that came is true."""
# misconception: M27
# breaks: rule 2
# caught by: test_false_values_are_values
# student reads: a value that is false in an `if`

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    value = None
    try:
        async with asyncio.timeout(seconds) as limit:
            value = await aw
    except TimeoutError:
        if not limit.expired():
            raise
    return value or default


async def within(seconds, aws):
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
