"""Believes that the answer is the list of those who answered."""
# misconception: M00
# breaks: rule 8
# caught by: test_what_came_within_the_limit
# student reads: a late one still has its place

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
    late = object()
    answers = await asyncio.gather(*(value_or(aw, seconds, late) for aw in aws))
    return [answer for answer in answers if answer is not late]
