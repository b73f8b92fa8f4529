"""Believes that the order tells which result is whose."""
# misconception: M00
# breaks: rule 1
# caught by: test_in_the_order_of_ending
# student reads: without their keys

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    ended = asyncio.Queue()
    tasks = [asyncio.ensure_future(job) for job in jobs.values()]
    for task in tasks:
        task.add_done_callback(ended.put_nowait)
    try:
        for _ in tasks:
            yield (await ended.get()).result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
