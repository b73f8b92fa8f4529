"""Believes that four awaits in a row run at the same time."""
# misconception: M02
# breaks: rule 8
# caught by: test_four_tick_at_the_same_time
# student reads: 10.0 = 4 x 2.5

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        await asyncio.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return [await collect(ticker(n, every)) for _ in range(4)]
