"""Believes that it can list every exception that a job may raise."""
# misconception: M09
# breaks: rule 5
# caught by: test_what_counts_as_a_result
# student reads: belongs among the failures

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
    async def one(aw):
        try:
            return await aw
        except (ValueError, OSError, KeyError, asyncio.CancelledError) as e:
            return e

    outcomes = await asyncio.gather(*(one(a) for a in aws))
    return [o for o in outcomes if not isinstance(o, BaseException)], [
        o for o in outcomes if isinstance(o, BaseException)
    ]
