"""Believes that an exception passes through a generator whatever it is."""
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
    passed = (item async for item in source if where(item))
    return [item async for item in passed]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
