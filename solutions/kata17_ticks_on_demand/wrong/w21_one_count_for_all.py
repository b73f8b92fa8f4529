"""Believes that a count in the module belongs to the ticker that reads it."""
# misconception: M40
# breaks: rule 1
# caught by: test_nothing_happens_before_it_is_asked
# student reads: not each ticked for itself

from __future__ import annotations

import asyncio


COUNT = 0


async def ticker(n, every):
    global COUNT
    COUNT = 0
    while COUNT < n:
        await asyncio.sleep(every)
        yield COUNT
        COUNT += 1


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
