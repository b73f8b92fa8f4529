"""Believes that `every` is always what it is when it is left out."""
# misconception: M03
# breaks: rule 4
# caught by: test_every_is_obeyed
# student reads: as if `every` were always 100

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
        if done % 100 == 0:
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
