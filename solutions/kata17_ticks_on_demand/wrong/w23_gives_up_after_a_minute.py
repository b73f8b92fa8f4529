"""Believes that no wait is longer than a minute."""
# misconception: M27
# breaks: rule 2
# caught by: test_the_last_value_is_the_end
# student reads: A ticker waits as long as

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for tick in range(n):
        async with asyncio.timeout(60):
            await asyncio.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
