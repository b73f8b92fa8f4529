"""Believes that a gather which is cancelled ends with the last of its tasks, and not with the first."""
# misconception: M39
# breaks: rule 9
# caught by: test_the_tidying_up_is_awaited
# student reads: still tidying up

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
    try:
        async with asyncio.timeout(seconds):
            return list(await asyncio.gather(*jobs))
    except TimeoutError:
        return [job.result() if job.done() and not job.cancelled() else None for job in jobs]
