"""Believes that ticks go on whether or not somebody listens."""
# misconception: M18
# breaks: rule 2
# caught by: test_it_never_works_ahead
# student reads: those values were not made on demand

from __future__ import annotations

import asyncio


async def ticker(n, every):
    said = asyncio.Queue()

    async def tick_away():
        for tick in range(n):
            await asyncio.sleep(every)
            said.put_nowait(tick)

    task = asyncio.create_task(tick_away())
    for _ in range(n):
        yield await said.get()
    await task


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
