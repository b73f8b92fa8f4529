"""Believes that it is enough to let the others go first, once."""
# misconception: M03
# breaks: rule 4
# caught by: test_the_summary_gives_way
# student reads: more than 100 readings in one go

from __future__ import annotations

import asyncio


async def heartbeat(log):
    while True:
        log("beat")
        await asyncio.sleep(0.5)


async def sensor(name, delay, log):
    await asyncio.sleep(delay)
    log(f"{name} ready")


async def summarise(readings, every=100):
    await asyncio.sleep(0)
    return sum(readings) / len(readings)


async def dashboard(delays, readings, log):
    heart = asyncio.create_task(heartbeat(log))
    sensors = [asyncio.create_task(sensor(name, delay, log)) for name, delay in delays.items()]
    summary = asyncio.create_task(summarise(readings))
    for each in sensors:
        await each
    heart.cancel()
    return await summary
