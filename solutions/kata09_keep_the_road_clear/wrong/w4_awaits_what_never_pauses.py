"""Believes that every await gives way."""
# misconception: M26
# breaks: rule 4
# caught by: test_the_summary_gives_way
# student reads: or none that really pauses

from __future__ import annotations

import asyncio


async def heartbeat(log):
    while True:
        log("beat")
        await asyncio.sleep(0.5)


async def sensor(name, delay, log):
    await asyncio.sleep(delay)
    log(f"{name} ready")


async def add(total, reading):
    return total + reading


async def summarise(readings, every=100):
    total = 0.0
    for reading in readings:
        total = await add(total, reading)
    return total / len(readings)


async def dashboard(delays, readings, log):
    heart = asyncio.create_task(heartbeat(log))
    sensors = [asyncio.create_task(sensor(name, delay, log)) for name, delay in delays.items()]
    summary = asyncio.create_task(summarise(readings))
    for each in sensors:
        await each
    heart.cancel()
    return await summary
