"""The iterator as a class, the loop of collect by hand, and tasks instead of gather."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable
from typing import Any


class Ticker:
    """Says each number after a wait, when asked."""

    def __init__(self, n: int, every: float) -> None:
        self.numbers = iter(range(n))
        self.every = every

    def __aiter__(self) -> Ticker:
        return self

    async def __anext__(self) -> int:
        for number in self.numbers:
            await asyncio.sleep(self.every)
            return number
        raise StopAsyncIteration


def ticker(n: int, every: float) -> AsyncIterator[int]:
    return Ticker(n, every)


async def collect(source: AsyncIterable[Any], *, where: Callable[[Any], object] | None = None) -> list[Any]:
    kept = []
    iterator = aiter(source)
    end = object()
    while (item := await anext(iterator, end)) is not end:
        if where is None or where(item):
            kept.append(item)
    return kept


async def four_tickers(n: int, every: float) -> list[list[int]]:
    tasks = [asyncio.create_task(collect(ticker(n, every))) for _ in range(4)]
    return [await task for task in tasks]
