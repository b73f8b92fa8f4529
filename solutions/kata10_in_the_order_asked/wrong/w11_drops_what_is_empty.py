"""Believes that a result which is false in an if is no result."""
# misconception: M27
# breaks: rule 8
# caught by: test_what_counts_as_a_result
# student reads: Empty results were dropped

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
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    successes = [outcome for outcome in outcomes if outcome and outcome not in failures]
    return successes, failures
