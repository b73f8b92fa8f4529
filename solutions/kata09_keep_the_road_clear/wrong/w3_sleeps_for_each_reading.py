"""Believes that giving way means sleeping for a while."""
# misconception: M00
# breaks: rule 5
# caught by: test_giving_way_takes_no_time
# student reads: Giving way took time

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
    total = 0.0
    for reading in readings:
        total += reading
        await asyncio.sleep(0.125)
    return total / len(readings)


async def dashboard(delays, readings, log):
    heart = asyncio.create_task(heartbeat(log))
    sensors = [asyncio.create_task(sensor(name, delay, log)) for name, delay in delays.items()]
    summary = asyncio.create_task(summarise(readings))
    for each in sensors:
        await each
    heart.cancel()
    return await summary
