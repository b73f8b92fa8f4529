"""Believes that there are always as many ticks as in the check it saw."""
# misconception: M27
# breaks: rule 8
# caught by: test_four_tickers_of_any_length
# student reads: right for one length

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        await asyncio.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    heard = await asyncio.gather(*(collect(ticker(2, every)) for _ in range(4)))
    return list(heard)
