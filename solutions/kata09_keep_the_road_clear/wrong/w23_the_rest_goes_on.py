"""Believes that a cancelled summary may finish what it has begun."""
# misconception: M05
# breaks: rule 6
# caught by: test_who_is_cancelled_ends
# student reads: summarise was cancelled, and came back with a value

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
    for done, reading in enumerate(readings, start=1):
        total += reading
        if done % every == 0:
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                pass
    return total / len(readings)


async def dashboard(delays, readings, log):
    heart = asyncio.create_task(heartbeat(log))
    sensors = [asyncio.create_task(sensor(name, delay, log)) for name, delay in delays.items()]
    summary = asyncio.create_task(summarise(readings))
    for each in sensors:
        await each
    heart.cancel()
    return await summary
