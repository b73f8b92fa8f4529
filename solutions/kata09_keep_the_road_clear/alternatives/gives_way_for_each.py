"""Gives way after each single reading, keeps a running mean, and has sensors in a group."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

Logger = Callable[[str], object]


async def heartbeat(log: Logger, over: asyncio.Event) -> None:
    while not over.is_set():
        log("beat")
        try:
            async with asyncio.timeout(0.5):
                await over.wait()
        except TimeoutError:
            pass


async def sensor(name: str, delay: float, log: Logger) -> None:
    warm = asyncio.create_task(asyncio.sleep(delay))
    await asyncio.wait([warm])
    log(f"{name} ready")


async def summarise(readings: list[float], every: int = 100) -> float:
    mean = 0.0
    for count, reading in enumerate(readings, start=1):
        mean += (reading - mean) / count
        await asyncio.sleep(0)
    return mean


async def dashboard(delays: dict[str, float], readings: list[float], log: Logger) -> float:
    over = asyncio.Event()
    async with asyncio.TaskGroup() as outer:
        outer.create_task(heartbeat(log, over))
        async with asyncio.TaskGroup() as group:
            summary = group.create_task(summarise(readings))
            for name, delay in delays.items():
                group.create_task(sensor(name, delay, log))
        over.set()
    return summary.result()
