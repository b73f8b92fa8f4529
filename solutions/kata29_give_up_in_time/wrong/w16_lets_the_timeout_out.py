"""Believes that wait_for gives None when it is late."""
# misconception: M00
# breaks: rule 3
# caught by: test_the_default_when_it_is_late
# student reads: Not a TimeoutError has to come out

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    value = await asyncio.wait_for(aw, seconds)
    return default if value is None else value


async def within(seconds, aws):
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
