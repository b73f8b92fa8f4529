"""Believes that an exception among the answers is always one that was raised."""
# misconception: M27
# breaks: rule 8
# caught by: test_false_values_are_values
# student reads: returned an exception object

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
    jobs = [asyncio.ensure_future(aw) for aw in aws]
    timer = asyncio.get_running_loop().call_later(seconds, lambda: [job.cancel() for job in jobs])
    try:
        answers = await asyncio.gather(*jobs, return_exceptions=True)
    finally:
        timer.cancel()
    return [None if isinstance(answer, BaseException) else answer for answer in answers]
