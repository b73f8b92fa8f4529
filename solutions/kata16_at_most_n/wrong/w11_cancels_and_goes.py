"""Believes that cancel() has cancelled."""
# misconception: M39
# breaks: rules 5 and 6
# caught by: test_a_job_fails
# student reads: had not ended when the exception left

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("at least one job has to run at a time")
    slots = asyncio.Semaphore(n)

    async def one(factory):
        async with slots:
            return await factory()

    tasks = [asyncio.create_task(one(factory)) for factory in factories]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.sleep(0)
