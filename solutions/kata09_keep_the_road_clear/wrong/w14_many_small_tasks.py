"""Believes that work cut into tasks lets everybody else in between them."""
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


async def add_up(readings):
    return sum(readings)


async def summarise(readings, every=100):
    groups = [readings[start : start + every] for start in range(0, len(readings), every)]
    return sum(await asyncio.gather(*map(add_up, groups))) / len(readings)


async def dashboard(delays, readings, log):
    heart = asyncio.create_task(heartbeat(log))
    sensors = [asyncio.create_task(sensor(name, delay, log)) for name, delay in delays.items()]
    summary = asyncio.create_task(summarise(readings))
    for each in sensors:
        await each
    heart.cancel()
    return await summary
