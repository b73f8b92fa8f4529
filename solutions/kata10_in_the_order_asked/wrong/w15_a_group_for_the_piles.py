"""Believes that a task group is just another gather."""
# misconception: M09
# breaks: rule 5
# caught by: test_successes_and_failures
# student reads: the results of the others were thrown away

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
    tasks = []
    async with asyncio.TaskGroup() as group:
        for aw in aws:
            tasks.append(group.create_task(aw))
    outcomes = [task.exception() or task.result() for task in tasks]
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
