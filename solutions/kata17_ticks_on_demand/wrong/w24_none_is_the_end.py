"""Believes that None can stand for 'no more items'."""
# misconception: M30
# breaks: rule 5
# caught by: test_false_items_are_items
# student reads: None was taken for the end

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for i in range(n):
        await asyncio.sleep(every)
        yield i


async def collect(source, *, where=lambda item: True):
    result = []
    iterator = aiter(source)
    while (item := await anext(iterator, None)) is not None:
        if where(item):
            result.append(item)
    return result


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
