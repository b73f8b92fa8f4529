"""Believes that an error is best told in words of its own."""
# misconception: M23
# breaks: rule 4
# caught by: test_any_other_failure
# student reads: the very error of the job

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
    except Exception as error:
        raise RuntimeError("the job failed") from error


async def within(seconds, aws):
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
