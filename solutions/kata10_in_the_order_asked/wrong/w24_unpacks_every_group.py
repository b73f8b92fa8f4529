"""Believes that every exception group was made by its own task group."""
# misconception: M23
# breaks: rule 4
# caught by: test_a_failing_job_leaves_at_once
# student reads: this very object did not leave

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    finished = []

    async def noted(name, job):
        result = await job
        finished.append(name)
        return result

    try:
        async with asyncio.TaskGroup() as group:
            tasks = {name: group.create_task(noted(name, job)) for name, job in jobs.items()}
    except BaseExceptionGroup as errors:
        error = errors
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error
    return {name: task.result() for name, task in tasks.items()}, finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [o for o in outcomes if not isinstance(o, BaseException)]
    failures = [o for o in outcomes if isinstance(o, BaseException)]
    return successes, failures
