"""Believes that whatever ends an await belongs to the one it awaits."""
# misconception: M05
# breaks: rule 11
# caught by: test_a_cancelled_one_is_a_failure
# student reads: CancelledError did not leave it

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
        except BaseException as e:
            return e

    outcomes = [await t for t in [asyncio.create_task(one(a)) for a in aws]]
    return [o for o in outcomes if not isinstance(o, BaseException)], [
        o for o in outcomes if isinstance(o, BaseException)
    ]
