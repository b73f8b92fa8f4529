"""Believes that asyncio.sleep is called like time.sleep."""
# misconception: M01
# breaks: rules 1 and 7
# caught by: test_the_heart_keeps_beating
# student reads: A pause that is only made is not taken

from __future__ import annotations

import asyncio


async def heartbeat(log):
    while True:
        log("beat")
        await asyncio.sleep(0.5)


async def sensor(name, delay, log):
    asyncio.sleep(delay)
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
