"""Believes that a task that was cancelled has stopped."""
# misconception: M39
# breaks: rules 3 and 9
# caught by: test_the_tidying_up_is_awaited
# student reads: you asked it to stop and left

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    task = asyncio.ensure_future(aw)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if done:
        return task.result()
    task.cancel()
    return default


async def within(seconds, aws):
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
