"""Believes that what stands in finally is only for tidying up, and that a tick is part of it."""
# misconception: M05
# breaks: rule 9
# caught by: test_who_is_cancelled_ends
# student reads: said one more value before

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        try:
            await asyncio.sleep(every)
        finally:
            yield tick


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
