"""Believes that outcomes can only be looked at when all of them are there."""
# misconception: M19
# breaks: rule 4
# caught by: test_a_failing_job_leaves_at_once
# student reads: only when everything else was done too

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    finished = []

    async def noted(name, job):
        result = await job
        finished.append(name)
        return result

    outcomes = await asyncio.gather(*(noted(name, job) for name, job in jobs.items()), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return dict(zip(jobs, outcomes)), finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
