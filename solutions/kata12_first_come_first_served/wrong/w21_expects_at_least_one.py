"""Believes that there is always something to wait for."""
# misconception: M27
# breaks: rule 5
# caught by: test_nothing_to_wait_for
# student reads: There were no jobs at all

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    order = []

    async def run(key, job):
        try:
            order.append((key, await job, None))
        except Exception as error:
            order.append((key, None, error))

    pending = {asyncio.create_task(run(key, job)) for key, job in jobs.items()}
    served = 0
    try:
        while True:
            while served == len(order):
                _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            key, value, error = order[served]
            served += 1
            if error is not None:
                raise error
            yield key, value
            if served == len(jobs):
                return
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
