"""Believes that only the source can raise StopAsyncIteration."""
# misconception: M09
# breaks: rule 7
# caught by: test_collect_takes_any_source
# student reads: `where` raised StopAsyncIteration

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        await asyncio.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    kept = []
    iterator = aiter(source)
    while True:
        try:
            item = await anext(iterator)
            if where(item):
                kept.append(item)
        except StopAsyncIteration:
            return kept


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
