"""Binds the loop's variable late, so that every job is the last one."""
# misconception: M24
# breaks: rules 1 and 3
# caught by: test_three_at_a_time
# student reads: that of the last job

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("at least one job has to run at a time")
    slots = asyncio.Semaphore(n)

    tasks = []
    for factory in factories:

        async def one():
            async with slots:
                return await factory()

        tasks.append(asyncio.create_task(one()))
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
