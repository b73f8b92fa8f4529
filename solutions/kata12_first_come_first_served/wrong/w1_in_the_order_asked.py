"""Starts all, and awaits them in the order of the dict."""
# misconception: M07
# breaks: rule 3
# caught by: test_in_the_order_of_ending
# student reads: that is the order asked

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    tasks = {key: asyncio.ensure_future(job) for key, job in jobs.items()}
    try:
        for key, task in tasks.items():
            yield key, await task
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
