"""Believes that it is kinder to ask ten at a time."""
# misconception: M02
# breaks: rule 8
# caught by: test_no_longer_than_needed
# student reads: not all began at the same time

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
    places = asyncio.Semaphore(10)

    async def one(aw):
        async with places:
            return await aw

    jobs = [asyncio.ensure_future(one(aw)) for aw in aws]
    try:
        return await asyncio.gather(*(value_or(job, seconds, None) for job in jobs))
    finally:
        for job in jobs:
            job.cancel()
