"""Refuses only what is less than nothing, as Semaphore does."""
# misconception: M27
# breaks: rule 7
# caught by: test_no_slot_at_all
# student reads: With n = 0

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 0:
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
        await asyncio.gather(*tasks, return_exceptions=True)
