"""Believes that a dict has its names in the order in which somebody thought of them."""
# misconception: M07
# breaks: rule 2
# caught by: test_order_asked_and_order_finished
# student reads: The names stand in the results in the order of finishing

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    results = {}

    async def noted(name, job):
        results[name] = await job

    await asyncio.gather(*(noted(name, job) for name, job in jobs.items()))
    return results, list(results)


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
