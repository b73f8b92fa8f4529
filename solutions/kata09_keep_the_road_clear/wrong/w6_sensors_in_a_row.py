"""Believes that things that are awaited below each other run at the same time."""
# misconception: M02
# breaks: rule 7
# caught by: test_the_heart_keeps_beating
# student reads: each sensor waited for the one before

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
            await asyncio.sleep(0)
    return total / len(readings)


async def dashboard(delays, readings, log):
    heart = asyncio.create_task(heartbeat(log))
    mean = await summarise(readings)
    for name, delay in delays.items():
        await sensor(name, delay, log)
    heart.cancel()
    return mean
