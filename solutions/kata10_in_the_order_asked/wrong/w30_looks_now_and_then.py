"""Believes that whoever looks eight times a second sees in which order the jobs finish."""
# misconception: M07
# breaks: rule 3
# caught by: test_all_that_can_be_awaited
# student reads: two finish close together

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    tasks = {name: asyncio.ensure_future(job) for name, job in jobs.items()}
    finished = []
    while len(finished) < len(tasks):
        await asyncio.wait(tasks.values(), timeout=0.125, return_when=asyncio.FIRST_EXCEPTION)
        for name, task in tasks.items():
            if task.done() and name not in finished:
                task.result()
                finished.append(name)
    return {name: task.result() for name, task in tasks.items()}, finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [o for o in outcomes if not isinstance(o, BaseException)]
    failures = [o for o in outcomes if isinstance(o, BaseException)]
    return successes, failures
