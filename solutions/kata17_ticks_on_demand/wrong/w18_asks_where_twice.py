"""Believes that a question may be asked as often as one likes."""
# misconception: M00
# breaks: rule 6
# caught by: test_collect_takes_any_source
# student reads: was called 4 times

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        await asyncio.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    items = [item async for item in source]
    return [i for i in items if where(i)] if any([where(i) for i in items]) else []


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
