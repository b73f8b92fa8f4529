"""Believes that a heart can belong to the module: that there is one dashboard at a time."""
# misconception: M40
# breaks: rule 7
# caught by: test_the_heart_stops_at_the_end
# student reads: Of two dashboards at the same time

from __future__ import annotations

import asyncio

heart = None


async def heartbeat(log):
    """Beat every half second, for ever."""
    while True:
        log("beat")
        await asyncio.sleep(0.5)


async def sensor(name, delay, log):
    """Warm up for `delay` seconds, then report."""
    await asyncio.sleep(delay)
    log(f"{name} ready")


async def summarise(readings, every=100):
    """Give the mean of the readings, and give way after `every` of them."""
    total = 0
    for start in range(0, len(readings), every):
        total += sum(readings[start : start + every])
        await asyncio.sleep(0)
    return total / len(readings)


async def dashboard(delays, readings, log):
    """Run heart, sensors and summary at the same time until all sensors are ready."""
    global heart
    heart = asyncio.create_task(heartbeat(log))
    sensors = [asyncio.create_task(sensor(name, delay, log)) for name, delay in delays.items()]
    summary = asyncio.create_task(summarise(readings))
    for each in sensors:
        await each
    heart.cancel()
    return await summary
