"""asyncio.wait only wakes; the order comes from tasks that each write down their end."""

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    order = []

    async def run(key, job):
        try:
            value = await job
        except Exception as error:
            order.append((key, None, error))
        else:
            order.append((key, value, None))

    pending = {asyncio.create_task(run(key, job)) for key, job in jobs.items()}
    try:
        served = 0
        while served < len(jobs):
            while served == len(order):
                _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            key, value, error = order[served]
            served += 1
            if error is not None:
                raise error
            yield key, value
    finally:
        for task in pending:
            task.cancel()
        for task in pending:
            try:
                await task
            except asyncio.CancelledError:
                pass
