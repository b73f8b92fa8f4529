"""Believes that four equal tickers are one whose values are copied."""
# misconception: M29
# breaks: rule 8
# caught by: test_four_tickers_of_any_length
# student reads: four waits are due at a tick, and yours had 1

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for i in range(n):
        await asyncio.sleep(every)
        yield i


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    shared = ticker(n, every)
    said = [[], [], [], []]
    async for tick in shared:
        for one in said:
            one.append(tick)
    return said
