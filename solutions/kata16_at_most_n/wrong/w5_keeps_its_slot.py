"""Gives the slot back only when the job goes well, and goes on after a failure."""
# misconception: M09
# breaks: rule 5
# caught by: test_a_job_fails
# student reads: as if nothing had happened

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("at least one job has to run at a time")
    slots = asyncio.Semaphore(n)

    async def one(factory):
        await slots.acquire()
        try:
            result = await factory()
        except Exception:
            return None
        slots.release()
        return result

    tasks = [asyncio.create_task(one(factory)) for factory in factories]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
