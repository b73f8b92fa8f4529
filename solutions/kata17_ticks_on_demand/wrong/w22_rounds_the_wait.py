"""Believes that a wait is a whole number of tenths."""
# misconception: M27
# breaks: rule 2
# caught by: test_the_last_value_is_the_end
# student reads: the waits were not

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        await asyncio.sleep(round(every, 1))
        yield tick


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
