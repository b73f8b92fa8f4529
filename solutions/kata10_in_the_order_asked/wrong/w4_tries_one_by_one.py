"""Believes that a failure can only be caught where that one is awaited alone."""
# misconception: M02
# breaks: rule 1
# caught by: test_successes_and_failures
# student reads: 6.0 = 1 + 2 + 3

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
    for aw in aws:
        try:
            outcome = await aw
        except BaseException as error:
            outcome = error
        if isinstance(outcome, BaseException):
            failures.append(outcome)
        else:
            successes.append(outcome)
    return successes, failures
