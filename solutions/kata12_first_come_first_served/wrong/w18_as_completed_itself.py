"""Believes that building as_completed means calling it."""
# misconception: M00
# breaks: rule 9
# caught by: locked
# student reads: uses asyncio.as_completed

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    async def run(key, job):
        return key, await job

    tasks = [asyncio.ensure_future(run(key, job)) for key, job in jobs.items()]
    try:
        for next_one in asyncio.as_completed(tasks):
            yield await next_one
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
