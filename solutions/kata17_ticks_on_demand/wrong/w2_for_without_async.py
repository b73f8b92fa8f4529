"""Believes that an ordinary for can go through an async generator."""
# misconception: M38
# breaks: rule 5
# caught by: test_collect_keeps_what_passes
# student reads: only async for does

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        await asyncio.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    return [item for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
