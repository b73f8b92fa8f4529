"""Believes that the first tick belongs to the start."""
# misconception: M00
# breaks: rule 2
# caught by: test_every_value_after_its_wait
# student reads: you let the value out before its wait

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        yield tick
        await asyncio.sleep(every)


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
