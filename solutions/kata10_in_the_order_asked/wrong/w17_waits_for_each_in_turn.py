"""Believes that a failure shows itself wherever it happens; but it waits until its turn to be awaited."""
# misconception: M09
# breaks: rule 4
# caught by: test_a_failing_job_leaves_at_once
# student reads: you were waiting for another

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    finished = []

    async def noted(name, job):
        result = await job
        finished.append(name)
        return result

    asked = {name: asyncio.create_task(noted(name, job)) for name, job in jobs.items()}
    return {name: await one for name, one in asked.items()}, finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
