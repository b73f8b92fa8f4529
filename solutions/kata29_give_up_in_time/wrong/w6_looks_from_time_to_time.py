"""Believes that the way to notice something is to look again and again."""
# misconception: M10
# breaks: rule 2
# caught by: test_a_value_in_time
# student reads: you noticed later

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    task = asyncio.ensure_future(aw)
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    if seconds is not None:
        loop.call_later(seconds, over.set)
    try:
        while not task.done() and not over.is_set():
            await asyncio.sleep(0.5)
    finally:
        task.cancel()
    if task.done():
        return task.result()
    await asyncio.wait({task})
    return default


async def within(seconds, aws):
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
