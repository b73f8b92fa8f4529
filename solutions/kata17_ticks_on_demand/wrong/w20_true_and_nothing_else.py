"""Believes that a yes is always the object True."""
# misconception: M27
# breaks: rule 6
# caught by: test_false_items_are_items
# student reads: something other than True

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for i in range(n):
        await asyncio.sleep(every)
        yield i


async def collect(source, *, where=None):
    result = []
    async for item in source:
        if where is None or where(item) is True:
            result.append(item)
    return result


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
