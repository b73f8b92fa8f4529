"""Keeps the semaphore in the module."""
# misconception: M40
# breaks: rule 1
# caught by: test_any_result
# student reads: One of several calls

from __future__ import annotations

import asyncio


SLOTS = {}


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("at least one job has to run at a time")
    slots = SLOTS.setdefault(n, asyncio.Semaphore(n))

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
