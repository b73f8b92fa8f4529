"""Believes that create_task takes whatever can be awaited."""
# misconception: M00
# breaks: rule 1
# caught by: test_all_that_can_be_awaited
# student reads: an object with `__await__`

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    finished = []
    tasks = {name: asyncio.create_task(job) for name, job in jobs.items()}
    for name, task in tasks.items():
        task.add_done_callback(lambda _, name=name: finished.append(name))
    results = await asyncio.gather(*tasks.values())
    return dict(zip(jobs, results)), finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
