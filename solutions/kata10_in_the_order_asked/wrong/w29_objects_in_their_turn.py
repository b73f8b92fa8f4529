"""Believes that everything but a coroutine is running already."""
# misconception: M02
# breaks: rule 1
# caught by: test_all_that_can_be_awaited
# student reads: it had to wait for its turn

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
    begun = [asyncio.create_task(aw) if asyncio.iscoroutine(aw) else aw for aw in aws]
    outcomes = [await outcome(one) for one in begun]
    successes = [o for o in outcomes if not isinstance(o, BaseException)]
    failures = [o for o in outcomes if isinstance(o, BaseException)]
    return successes, failures


async def outcome(aw):
    try:
        return await aw
    except Exception as error:
        return error
    except asyncio.CancelledError as error:
        if asyncio.current_task().cancelling():
            raise
        return error
