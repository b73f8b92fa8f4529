"""Believes that a default list is made anew for each call."""
# misconception: M40
# breaks: rule 10
# caught by: test_every_call_for_itself
# student reads: In one call there are names of another

from __future__ import annotations

import asyncio


async def ask_all(jobs, finished=[]):
    async def noted(name, job):
        result = await job
        finished.append(name)
        return result

    results = await asyncio.gather(*(noted(name, job) for name, job in jobs.items()))
    return dict(zip(jobs, results)), finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
