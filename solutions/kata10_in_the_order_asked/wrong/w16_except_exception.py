"""Believes that `except Exception` catches whatever can happen to a task."""
# misconception: M06
# breaks: rule 6
# caught by: test_a_cancelled_one_is_a_failure
# student reads: that took everything with it

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
            outcome = await one
        except Exception as error:
            outcome = error
        if isinstance(outcome, BaseException):
            failures.append(outcome)
        else:
            successes.append(outcome)
    return successes, failures
