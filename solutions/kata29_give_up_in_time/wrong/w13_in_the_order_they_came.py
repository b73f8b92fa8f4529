"""Believes that the first answer belongs to the first one asked."""
# misconception: M07
# breaks: rule 8
# caught by: test_what_came_within_the_limit
# student reads: in the order they came

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
    answers = []

    async def one(aw):
        answers.append(await value_or(aw, seconds, None))

    await asyncio.gather(*(one(aw) for aw in aws))
    return answers
