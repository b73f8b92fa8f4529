"""Takes its own cancellation for the end of the work."""
# misconception: M05
# breaks: rule 6
# caught by: test_cancelled_at_any_moment
# student reads: CancelledError did not leave it

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
    except asyncio.CancelledError:
        return []
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
