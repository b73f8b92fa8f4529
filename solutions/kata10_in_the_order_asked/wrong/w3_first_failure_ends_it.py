"""Believes that gather always comes back with everything."""
# misconception: M09
# breaks: rule 5
# caught by: test_successes_and_failures
# student reads: the results of the others were thrown away

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    finished = []

    async def noted(name, job):
        result = await job
        finished.append(name)
        return result

    results = await asyncio.gather(*(noted(name, job) for name, job in jobs.items()))
    return dict(zip(jobs, results)), finished


async def split_outcomes(*aws):
    successes, failures = [], []
    for outcome in await asyncio.gather(*aws):
        if isinstance(outcome, BaseException):
            failures.append(outcome)
        else:
            successes.append(outcome)
    return successes, failures
