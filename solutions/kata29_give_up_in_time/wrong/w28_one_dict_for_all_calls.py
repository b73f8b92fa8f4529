"""Believes that a default argument is made anew for each call."""
# misconception: M40
# breaks: rule 8
# caught by: test_no_longer_than_needed
# student reads: it answers otherwise

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


async def within(seconds, aws, answers={}):
    async def ask(place, job):
        answers[place] = await value_or(job, seconds, None)

    jobs = [asyncio.ensure_future(aw) for aw in aws]
    try:
        await asyncio.gather(*(ask(place, job) for place, job in enumerate(jobs)))
    finally:
        for job in jobs:
            job.cancel()
    return [answers[place] for place in sorted(answers)]
