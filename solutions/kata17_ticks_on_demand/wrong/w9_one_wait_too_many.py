"""Believes that the end is only known after one more wait."""
# misconception: M27
# breaks: rule 4
# caught by: test_the_last_value_is_the_end
# student reads: there was one wait more

from __future__ import annotations

import asyncio


async def ticker(n, every):
    tick = 0
    while True:
        await asyncio.sleep(every)
        if tick == n:
            return
        yield tick
        tick += 1


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
