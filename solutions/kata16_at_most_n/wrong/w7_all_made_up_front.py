"""Makes every job at the beginning, and only limits who runs."""
# misconception: M18
# breaks: rule 3
# caught by: test_only_when_there_is_room
# student reads: made before there is a slot

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("at least one job has to run at a time")
    slots = asyncio.Semaphore(n)

    async def one(job):
        async with slots:
            return await job

    tasks = [asyncio.create_task(one(job)) for job in [factory() for factory in factories]]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
