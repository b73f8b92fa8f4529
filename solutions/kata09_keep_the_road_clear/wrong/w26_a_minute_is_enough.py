"""Believes that no sensor takes longer than a minute."""
# misconception: M27
# breaks: rule 7
# caught by: test_the_heart_stops_at_the_end
# student reads: took more than a minute

from __future__ import annotations

import asyncio
from collections.abc import Callable

Logger = Callable[[str], object]


async def heartbeat(log: Logger) -> None:
    """Beat every half second, for ever."""
    while True:
        log("beat")
        await asyncio.sleep(0.5)


async def sensor(name: str, delay: float, log: Logger) -> None:
    """Warm up for `delay` seconds, then report."""
    await asyncio.sleep(delay)
    log(f"{name} ready")


async def summarise(readings: list[float], every: int = 100) -> float:
    """Give the mean of the readings, and give way after `every` of them."""
    total = 0.0
    for start in range(0, len(readings), every):
        total += sum(readings[start : start + every])
        await asyncio.sleep(0)
    return total / len(readings)


async def dashboard(delays: dict[str, float], readings: list[float], log: Logger) -> float:
    """Run heart, sensors and summary at the same time until all sensors are ready."""
    heart = asyncio.create_task(heartbeat(log))
    sensors = [asyncio.create_task(sensor(name, delay, log)) for name, delay in delays.items()]
    summary = asyncio.create_task(summarise(readings))
    for each in sensors:
        await asyncio.wait_for(each, 60)
    heart.cancel()
    return await summary
