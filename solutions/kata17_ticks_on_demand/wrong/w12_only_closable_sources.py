"""Believes that every source is an async generator, which can be closed."""
# misconception: M00
# breaks: rule 5
# caught by: test_collect_takes_any_source
# student reads: it can do no more than async for asks for

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        await asyncio.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    try:
        return [item async for item in source if where(item)]
    finally:
        await source.aclose()


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
