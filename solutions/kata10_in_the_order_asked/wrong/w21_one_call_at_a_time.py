"""Believes that one lock for all calls keeps them from disturbing each other."""
# misconception: M40
# breaks: rule 10
# caught by: test_every_call_for_itself
# student reads: one waited until the other was done

from __future__ import annotations

import asyncio


LOCK = asyncio.Lock()


async def ask_all(jobs):
    finished = []

    async def noted(name, job):
        result = await job
        finished.append(name)
        return result

    async with LOCK:
        results = await asyncio.gather(*(noted(name, job) for name, job in jobs.items()))
    return dict(zip(jobs, results)), finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [o for o in outcomes if not isinstance(o, BaseException)]
    failures = [o for o in outcomes if isinstance(o, BaseException)]
    return successes, failures
