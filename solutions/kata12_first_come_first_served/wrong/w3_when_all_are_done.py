"""Waits for all, and sorts them by when they ended."""
# misconception: M19
# breaks: rule 3
# caught by: test_in_the_order_of_ending
# student reads: Nothing was delivered before 3.0

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    loop = asyncio.get_running_loop()

    async def timed(key, job):
        value = await job
        return loop.time(), key, value

    tasks = [asyncio.create_task(timed(key, job)) for key, job in jobs.items()]
    try:
        for _, key, value in sorted(await asyncio.gather(*tasks), key=lambda end: end[0]):
            yield key, value
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
