"""Believes that whatever async for goes through has __anext__."""
# misconception: M00
# breaks: rule 5
# caught by: test_collect_takes_any_source
# student reads: was taken for an iterator

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        await asyncio.sleep(every)
        yield tick


END = object()


async def collect(source, *, where=lambda item: True):
    kept = []
    while (item := await anext(source, END)) is not END:
        if where(item):
            kept.append(item)
    return kept


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
