"""Believes that a TimeoutError can only come from its own limit."""
# misconception: M06
# breaks: rule 4
# caught by: test_its_own_timeout_error
# student reads: late is not failed

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    try:
        async with asyncio.timeout(seconds) as limit:
            return await aw
    except TimeoutError:
        return default


async def within(seconds, aws):
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
