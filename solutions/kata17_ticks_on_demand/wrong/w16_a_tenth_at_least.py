"""Believes that a wait shorter than a tenth of a second is a mistake of the caller."""
# misconception: M27
# breaks: rule 2
# caught by: test_the_last_value_is_the_end
# student reads: the waits were not

from __future__ import annotations

import asyncio


async def ticker(n, every):
    for i in range(n):
        await asyncio.sleep(max(every, 0.1))
        yield i


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
