"""Believes that as_completed gives things in the order in which it got them."""
# misconception: M07
# breaks: rule 5
# caught by: test_what_counts_as_a_result
# student reads: in the order of finishing, not in the order of the arguments

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
    for one in asyncio.as_completed(aws):
        try:
            outcome = await one
        except (Exception, asyncio.CancelledError) as error:
            outcome = error
        if isinstance(outcome, BaseException):
            failures.append(outcome)
        else:
            successes.append(outcome)
    return successes, failures
