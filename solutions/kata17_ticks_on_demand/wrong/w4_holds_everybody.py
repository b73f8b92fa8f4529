"""Believes that a generator may sleep as it likes, since nothing runs before it is asked."""
# misconception: M03
# breaks: rule 3
# caught by: test_others_go_on_while_it_waits
# student reads: it held everybody

from __future__ import annotations

import asyncio
import time


async def ticker(n, every):
    for tick in range(n):
        time.sleep(every)
        yield tick


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
