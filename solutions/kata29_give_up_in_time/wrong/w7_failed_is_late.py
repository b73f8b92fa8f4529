"""Believes that whatever goes wrong is a case for the default."""
# misconception: M06
# breaks: rule 4
# caught by: test_any_other_failure
# student reads: late is not failed

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
    except Exception:
        return default


async def within(seconds, aws):
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
