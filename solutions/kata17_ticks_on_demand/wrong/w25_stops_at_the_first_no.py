"""Believes that after the first item that is turned down no more will pass."""
# misconception: M00
# breaks: rule 6
# caught by: test_collect_keeps_what_passes
# student reads: stopped at the first item

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for i in range(n):
        await asyncio.sleep(every)
        yield i


async def collect(source, *, where=lambda item: True):
    items = []
    async for item in source:
        if not where(item):
            break
        items.append(item)
    return items


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
