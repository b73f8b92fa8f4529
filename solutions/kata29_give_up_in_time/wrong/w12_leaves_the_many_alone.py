"""Believes that cancelling the one who waits also cancels what it waits for."""
# misconception: M08
# breaks: rule 11
# caught by: test_somebody_cancels_the_many
# student reads: the jobs you were waiting for went on

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
    if not tasks:
        return []
    done, late = await asyncio.wait(tasks, timeout=seconds)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    return [task.result() if task in done else None for task in tasks]
