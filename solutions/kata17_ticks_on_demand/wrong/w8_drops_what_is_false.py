"""Believes that an item that is there counts as true."""
# misconception: M27
# breaks: rule 5
# caught by: test_false_items_are_items
# student reads: items that are false in an `if` were dropped

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        await asyncio.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if item and where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
