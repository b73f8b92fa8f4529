"""Believes that nobody needs longer than a minute."""
# misconception: M27
# breaks: rules 1 and 5
# caught by: test_all_that_can_be_awaited
# student reads: one of them takes a day

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
    outcomes = await asyncio.wait_for(asyncio.gather(*aws, return_exceptions=True), 60)
    successes = [o for o in outcomes if not isinstance(o, BaseException)]
    failures = [o for o in outcomes if isinstance(o, BaseException)]
    return successes, failures
