"""A ticker that hands itself over to an inner generator, and a task group for the four."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from typing import Any


def ticker(n: int, every: float) -> AsyncGenerator[int, None]:
    async def beats() -> AsyncGenerator[int, None]:
        said = 0
        while said < n:
            await asyncio.sleep(every)
            yield said
            said += 1

    return beats()


async def collect(source: AsyncIterable[Any], *, where: Callable[[Any], object] = lambda _: 1) -> list[Any]:
    kept = []
    async for item in source:
        if where(item):
            kept += [item]
    return kept


async def four_tickers(n: int, every: float) -> list[list[int]]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(collect(ticker(n, every))) for _ in range(4)]
    return [task.result() for task in tasks]
