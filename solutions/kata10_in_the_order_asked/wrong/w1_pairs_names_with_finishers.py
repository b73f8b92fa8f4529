"""Believes that results come in the order in which they were asked for."""
# misconception: M07
# breaks: rule 2
# caught by: test_order_asked_and_order_finished
# student reads: one has got the answer of the other

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    results, finished = [], []

    async def noted(name, job):
        results.append(await job)
        finished.append(name)

    await asyncio.gather(*(noted(name, job) for name, job in jobs.items()))
    return dict(zip(jobs, results)), finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
