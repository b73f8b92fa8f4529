"""Believes that there is always somebody to ask."""
# misconception: M27
# breaks: rule 10
# caught by: test_no_longer_than_needed
# student reads: With an empty list the answer is []

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    try:
        async with asyncio.timeout(seconds) as limit:
            return await aw
    except TimeoutError:
        if limit.expired():
            return default
        raise


async def within(seconds, aws):
    tasks = [asyncio.ensure_future(aw) for aw in aws]
    try:
        done, late = await asyncio.wait(tasks, timeout=seconds)
    except asyncio.CancelledError:
        for task in tasks:
            task.cancel()
        raise
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    return [task.result() if task in done else None for task in tasks]
