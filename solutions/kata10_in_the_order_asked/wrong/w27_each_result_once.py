"""Believes that equal results are one result."""
# misconception: M27
# breaks: rule 5
# caught by: test_what_counts_as_a_result
# student reads: because they are equal

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
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = []
    for o in outcomes:
        if not isinstance(o, BaseException) and o not in successes:
            successes.append(o)
    return successes, [o for o in outcomes if isinstance(o, BaseException)]
