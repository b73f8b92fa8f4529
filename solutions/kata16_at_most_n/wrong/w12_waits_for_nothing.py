"""Lets a semaphore of no slots wait for ever."""
# misconception: M27
# breaks: rule 7
# caught by: test_no_slot_at_all
# student reads: no ValueError was raised

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    slots = asyncio.Semaphore(max(n, 0))

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
