"""Believes that there is always somebody to wait for."""
# misconception: M27
# breaks: rule 9
# caught by: test_nobody_to_ask
# student reads: There may also be nobody to ask

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
    tasks = [asyncio.ensure_future(aw) for aw in aws]
    await asyncio.wait(tasks)
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
