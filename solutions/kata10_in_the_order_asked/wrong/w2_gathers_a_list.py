"""Believes that gather takes a list, as sum and max do."""
# misconception: M00
# breaks: rule 2
# caught by: test_order_asked_and_order_finished
# student reads: no list or dict of them

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    finished = []

    async def noted(name, job):
        result = await job
        finished.append(name)
        return result

    results = await asyncio.gather([noted(name, job) for name, job in jobs.items()])
    return dict(zip(jobs, results)), finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
