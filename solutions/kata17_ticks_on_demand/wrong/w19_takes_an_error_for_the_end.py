"""Believes that a source which fails has simply come to its end."""
# misconception: M09
# breaks: rule 7
# caught by: test_collect_takes_any_source
# student reads: this very object did not leave collect

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        await asyncio.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    items = []
    try:
        async for item in source:
            if where(item):
                items.append(item)
    except Exception:
        pass
    return items


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
