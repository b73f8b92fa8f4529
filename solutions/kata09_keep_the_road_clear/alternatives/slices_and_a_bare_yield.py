"""Sums up slices with a pause of its own make between them, and lets the last sensor ring."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator

Logger = Callable[[str], object]


class GiveWay:
    def __await__(self) -> Generator[None]:
        yield


def sensor(name: str, delay: float, log: Logger) -> asyncio.Future[None]:
    loop = asyncio.get_running_loop()
    ready = loop.create_future()

    def ring() -> None:
        if not ready.cancelled():
            log(f"{name} ready")
            ready.set_result(None)

    loop.call_later(delay, ring)
    return ready


async def summarise(readings: list[float], every: int = 100) -> float:
    total = 0.0
    for start in range(0, len(readings), every):
        if start:
            await GiveWay()
        total += sum(readings[start : start + every])
    return total / len(readings)


async def dashboard(delays: dict[str, float], readings: list[float], log: Logger) -> float:
    loop = asyncio.get_running_loop()

    def beat() -> None:
        nonlocal next_beat
        log("beat")
        next_beat = loop.call_later(0.5, beat)

    next_beat = loop.call_soon(beat)
    mean, *_ = await asyncio.gather(summarise(readings), *(sensor(name, delay, log) for name, delay in delays.items()))
    next_beat.cancel()
    return mean
