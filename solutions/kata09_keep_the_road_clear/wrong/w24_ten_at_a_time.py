"""Believes that only so many may wait at once."""
# misconception: M02
# breaks: rules 1 and 7
# caught by: test_the_heart_stops_at_the_end
# student reads: Not all sensors warmed up at the same time

from __future__ import annotations

import asyncio

PLACES = asyncio.Semaphore(10)


async def heartbeat(log):
    while True:
        log("beat")
        await asyncio.sleep(0.5)


async def sensor(name, delay, log):
    async with PLACES:
        await asyncio.sleep(delay)
    log(f"{name} ready")


async def summarise(readings, every=100):
    total = 0.0
    for done, reading in enumerate(readings, start=1):
        total += reading
        if done % every == 0:
            await asyncio.sleep(0)
    return total / len(readings)


async def dashboard(delays, readings, log):
    heart = asyncio.create_task(heartbeat(log))
    sensors = [asyncio.create_task(sensor(name, delay, log)) for name, delay in delays.items()]
    summary = asyncio.create_task(summarise(readings))
    for each in sensors:
        await each
    heart.cancel()
    return await summary
