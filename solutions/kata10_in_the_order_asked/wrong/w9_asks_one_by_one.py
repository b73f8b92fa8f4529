"""Believes that the jobs in the dict are running already."""
# misconception: M02
# breaks: rule 1
# caught by: test_order_asked_and_order_finished
# student reads: 3.0 = 2 + 1

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    results, finished = {}, []
    for name, job in jobs.items():
        results[name] = await job
        finished.append(name)
    return results, finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
