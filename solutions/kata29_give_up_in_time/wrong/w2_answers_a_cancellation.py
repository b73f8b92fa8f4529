"""Believes that a CancelledError can only come from its own limit."""
# misconception: M05
# breaks: rule 7
# caught by: test_somebody_cancels_you
# student reads: somebody cancelled value_or

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
    except asyncio.CancelledError:
        return default


async def within(seconds, aws):
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
