"""Believes that an answer within the limit is early enough."""
# misconception: M10
# breaks: rule 9
# caught by: test_no_longer_than_needed
# student reads: you slept on to the limit

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
    if not aws:
        return []
    answers = await asyncio.gather(asyncio.sleep(seconds), *(value_or(aw, seconds, None) for aw in aws))
    return answers[1:]
