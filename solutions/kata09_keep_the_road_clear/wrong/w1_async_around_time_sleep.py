"""Believes that a blocking call stops blocking when an async def is put around it."""
# misconception: M03
# breaks: rules 1 and 7
# caught by: test_the_heart_keeps_beating
# student reads: somebody was standing still in the middle of the road

from __future__ import annotations

import asyncio
import time


async def heartbeat(log):
    while True:
        log("beat")
        await asyncio.sleep(0.5)


async def pause(seconds):
    time.sleep(seconds)


async def sensor(name, delay, log):
    await pause(delay)
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
