"""Ticks on demand: an async generator, an async comprehension, and gather."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable
from typing import Any


async def ticker(n: int, every: float) -> AsyncIterator[int]:
    """Give 0, 1, … n - 1, each after a wait of `every` seconds, when it is asked for."""
    for tick in range(n):
        await asyncio.sleep(every)
        yield tick


async def collect(source: AsyncIterable[Any], *, where: Callable[[Any], object] = lambda item: True) -> list[Any]:
    """Give a list of the items of `source` for which `where` is true."""
    return [item async for item in source if where(item)]


async def four_tickers(n: int, every: float) -> list[list[int]]:
    """Let four tickers tick at the same time and give what each of them said."""
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
