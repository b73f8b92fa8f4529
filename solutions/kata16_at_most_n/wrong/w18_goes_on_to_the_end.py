"""Waits for all the others before it tells of a failure."""
# misconception: M08
# breaks: rule 5
# caught by: test_a_job_fails
# student reads: another one was started after that

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
        results = await asyncio.gather(*tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result
        return list(results)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
