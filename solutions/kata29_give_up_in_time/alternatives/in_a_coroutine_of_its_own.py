"""Awaits in a coroutine of its own: whoever cancels a wait for it comes later than its first turn."""

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    async def ask():
        return await aw

    task = asyncio.create_task(ask())
    try:
        done, _ = await asyncio.wait([task], timeout=seconds)
        if done:
            return task.result()
        task.cancel()
        await asyncio.wait([task])
        return default
    except asyncio.CancelledError:
        task.cancel()
        raise


async def within(seconds, aws):
    tasks = [asyncio.ensure_future(aw) for aw in aws]
    if not tasks:
        return []
    try:
        done, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
        return [task.result() if task in done else None for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
