"""Believes that whatever async for can go through is an asynchronous iterator."""
# misconception: M29
# breaks: rule 1
# caught by: test_once_through_it_stays_through
# student reads: has no `__anext__`

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable
from typing import Any


class Ticker:
    def __init__(self, n: int, every: float) -> None:
        self.n = n
        self.every = every

    async def __aiter__(self):
        for tick in range(self.n):
            await asyncio.sleep(self.every)
            yield tick


def ticker(n: int, every: float) -> Ticker:
    return Ticker(n, every)


async def collect(source: AsyncIterable[Any], *, where: Callable[[Any], object] = lambda item: True) -> list[Any]:
    return [item async for item in source if where(item)]


async def four_tickers(n: int, every: float) -> list[list[int]]:
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
