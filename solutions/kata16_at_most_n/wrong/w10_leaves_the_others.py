"""Believes that gather ends the others when one fails."""
# misconception: M08
# breaks: rule 5
# caught by: test_a_job_fails
# student reads: were not cancelled

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
    return list(await asyncio.gather(*tasks))
