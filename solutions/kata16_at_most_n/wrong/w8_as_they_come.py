"""Believes that the first to end is the first asked for."""
# misconception: M07
# breaks: rule 1
# caught by: test_the_next_one_at_once
# student reads: not in the order of the factories

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("at least one job has to run at a time")
    results = []
    slots = asyncio.Semaphore(n)

    async def one(factory):
        async with slots:
            results.append(await factory())

    tasks = [asyncio.create_task(one(factory)) for factory in factories]
    try:
        await asyncio.gather(*tasks)
        return results
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
