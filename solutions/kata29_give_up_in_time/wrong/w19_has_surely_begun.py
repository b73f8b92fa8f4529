"""Believes that whoever is cancelled through a gather has begun by then, and passes it on."""
# misconception: M08
# breaks: rule 11
# caught by: test_cancelled_in_the_first_turn
# student reads: cancelled in your very first turn

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
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
