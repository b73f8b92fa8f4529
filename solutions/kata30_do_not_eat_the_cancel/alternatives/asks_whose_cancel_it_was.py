"""Catches CancelledError by name, asks cancelling() whose it was, and keeps the Light."""

from __future__ import annotations

import asyncio


async def guarded(job, log):
    """(True, value), or (False, None) where it failed and that was logged."""
    try:
        return True, await job()
    except asyncio.CancelledError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception):
            raise
        log("failed: " + str(error))
        return False, None


async def poll(job, pause, log):
    while True:
        await guarded(job, log)
        await asyncio.sleep(pause)


async def deliver(jobs, log):
    results = [await guarded(job, log) for job in jobs]
    return [value for worked, value in results if worked]


async def limited(job, seconds):
    asked_before = asyncio.current_task().cancelling()
    task = asyncio.create_task(job())
    try:
        await asyncio.wait([task], timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if task.done():
        return await task
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        if asyncio.current_task().cancelling() > asked_before:
            raise
    return None


class Light:
    def __init__(self, switch_off):
        self.switch_off = switch_off

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.switch_off()


async def lit(job, switch_off, log):
    async with Light(switch_off):
        _, value = await guarded(job, log)
        return value
