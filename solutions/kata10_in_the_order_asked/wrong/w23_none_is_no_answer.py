"""Believes that a job which returns None has no result."""
# misconception: M27
# breaks: rule 2
# caught by: test_what_counts_as_a_result
# student reads: that is false in an

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    finished = []

    async def noted(name, job):
        result = await job
        finished.append(name)
        return result

    results = await asyncio.gather(*(noted(name, job) for name, job in jobs.items()))
    return {n: r for n, r in zip(jobs, results) if r is not None}, finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [o for o in outcomes if not isinstance(o, BaseException)]
    failures = [o for o in outcomes if isinstance(o, BaseException)]
    return successes, failures
