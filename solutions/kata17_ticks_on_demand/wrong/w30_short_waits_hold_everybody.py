"""Believes that a wait may hold everybody if it is short enough."""
# misconception: M03
# breaks: rule 3
# caught by: test_the_last_value_is_the_end
# student reads: it held everybody

from __future__ import annotations

import asyncio
import time


async def ticker(n, every):
    for tick in range(n):
        if every < 0.05:
            time.sleep(every)
        else:
            await asyncio.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
