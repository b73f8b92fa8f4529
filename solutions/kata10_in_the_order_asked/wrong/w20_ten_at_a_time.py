"""Believes that a program has to spare the others, and lets ten jobs run at a time."""
# misconception: M02
# breaks: rule 1
# caught by: test_all_that_can_be_awaited
# student reads: not all were started at once

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    finished = []
    places = asyncio.Semaphore(10)

    async def noted(name, job):
        async with places:
            result = await job
        finished.append(name)
        return result

    results = await asyncio.gather(*(noted(name, job) for name, job in jobs.items()))
    return dict(zip(jobs, results)), finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [o for o in outcomes if not isinstance(o, BaseException)]
    failures = [o for o in outcomes if isinstance(o, BaseException)]
    return successes, failures
