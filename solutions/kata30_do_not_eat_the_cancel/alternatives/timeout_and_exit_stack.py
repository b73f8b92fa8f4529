"""asyncio.timeout for the limit, an exit stack for the light, and the error kept for after the try."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack


async def poll(job, pause, log):
    while True:
        await deliver([job], log)
        await asyncio.sleep(pause)


async def deliver(jobs, log):
    done = []
    for job in jobs:
        failure = None
        try:
            value = await job()
        except Exception as error:
            failure = error
        if failure is None:
            done.append(value)
        else:
            log(f"failed: {failure!s}")
    return done


async def limited(job, seconds):
    try:
        async with asyncio.timeout(seconds) as limit:
            return await job()
    except TimeoutError:
        if not limit.expired():
            raise
        return None


async def lit(job, switch_off, log):
    async with AsyncExitStack() as stack:
        stack.push_async_callback(switch_off)
        values = await deliver([job], log)
    return values[0] if values else None
