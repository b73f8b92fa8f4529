"""Believes that an exception object can only come from a job that failed."""
# misconception: M06
# breaks: rule 1
# caught by: test_any_key_and_any_result
# student reads: it was raised

from __future__ import annotations

import asyncio


async def _run(key, job, outcomes):
    try:
        value = await job
    except Exception as error:
        value = error
    outcomes.put_nowait((key, value))


async def in_completion_order(jobs):
    outcomes = asyncio.Queue()
    tasks = [asyncio.create_task(_run(key, job, outcomes)) for key, job in jobs.items()]
    try:
        for _ in tasks:
            key, value = await outcomes.get()
            if isinstance(value, Exception):
                raise value
            yield key, value
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
