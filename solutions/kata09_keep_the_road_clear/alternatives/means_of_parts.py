"""Takes parts from an iterator over a copy, and weighs the mean of each."""

from __future__ import annotations

import asyncio
import itertools
import statistics
from collections.abc import Callable

Logger = Callable[[str], object]


async def heartbeat(log: Logger) -> None:
    while True:
        log("beat")
        await asyncio.sleep(0.5)


async def sensor(name: str, delay: float, log: Logger) -> None:
    await asyncio.sleep(delay)
    log(f"{name} ready")


async def summarise(readings: list[float], every: int = 100) -> float:
    left = iter(list(readings))
    mean = 0.0
    while part := list(itertools.islice(left, every)):
        mean += statistics.mean(part) * len(part) / len(readings)
        await asyncio.sleep(0)
    return mean


async def dashboard(delays: dict[str, float], readings: list[float], log: Logger) -> float:
    sensors = {asyncio.create_task(sensor(name, delay, log)) for name, delay in delays.items()}
    summary = asyncio.create_task(summarise(readings))
    heart = asyncio.create_task(heartbeat(log))
    await asyncio.wait(sensors)
    heart.cancel()
    return await summary
