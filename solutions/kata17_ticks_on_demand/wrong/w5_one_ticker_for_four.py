"""Believes that one ticker can be read by four, as a list can."""
# misconception: M29
# breaks: rule 8
# caught by: test_four_tick_at_the_same_time
# student reads: cannot be read by another meanwhile

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        await asyncio.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    shared = ticker(n, every)
    return list(await asyncio.gather(*(collect(shared) for _ in range(4))))
