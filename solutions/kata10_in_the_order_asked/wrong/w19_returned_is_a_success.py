"""Believes that only what is raised is a failure, though the contract puts the two together."""
# misconception: M00
# breaks: rule 7
# caught by: test_what_counts_as_a_result
# student reads: that was returned counts as a failure here

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
    for one in [asyncio.ensure_future(aw) for aw in aws]:
        try:
            successes.append(await one)
        except (Exception, asyncio.CancelledError) as error:
            failures.append(error)
    return successes, failures
