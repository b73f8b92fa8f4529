"""Believes that only the lists and the time count, and lets nobody tick."""
# misconception: M29
# breaks: rule 8
# caught by: test_four_tickers_of_any_length
# student reads: four tickers wait for themselves

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for i in range(n):
        await asyncio.sleep(every)
        yield i


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    await asyncio.sleep(n * every)
    return [list(range(n)) for _ in range(4)]
