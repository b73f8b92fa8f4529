"""Takes a cancelled wait for a shorter one."""
# misconception: M05
# breaks: rule 9
# caught by: test_who_is_cancelled_ends
# student reads: CancelledError did not leave it

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable
from typing import Any


async def ticker(n: int, every: float) -> AsyncIterator[int]:
    for tick in range(n):
        try:
            await asyncio.sleep(every)
        except asyncio.CancelledError:
            pass
        yield tick


async def collect(source: AsyncIterable[Any], *, where: Callable[[Any], object] = lambda item: True) -> list[Any]:
    return [item async for item in source if where(item)]


async def four_tickers(n: int, every: float) -> list[list[int]]:
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
