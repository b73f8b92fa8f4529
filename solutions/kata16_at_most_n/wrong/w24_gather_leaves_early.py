"""Believes that gather, when it is cancelled, waits for all that it cancels."""
# misconception: M39
# breaks: rule 6
# caught by: test_cancelled_at_any_moment
# student reads: was over before all jobs that ran had ended

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("n must be at least 1")
    slots = asyncio.Semaphore(n)

    async def limited(factory):
        async with slots:
            return await factory()

    tasks = [asyncio.create_task(limited(factory)) for factory in factories]
    try:
        return list(await asyncio.gather(*tasks))
    except Exception:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
