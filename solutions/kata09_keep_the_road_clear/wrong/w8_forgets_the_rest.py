"""Believes that readings come in whole groups only."""
# misconception: M27
# breaks: rule 3
# caught by: test_the_mean_is_the_same
# student reads: the rest that does not fill a whole go

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
    for group in range(len(readings) // every):
        total += sum(readings[group * every : (group + 1) * every])
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
