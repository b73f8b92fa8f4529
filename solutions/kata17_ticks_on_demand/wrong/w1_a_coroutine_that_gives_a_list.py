"""Believes that async for goes through whatever an async def returns."""
# misconception: M38
# breaks: rule 1
# caught by: test_every_value_after_its_wait
# student reads: a coroutine that cannot be gone through with async for

from __future__ import annotations

import asyncio


async def ticker(n, every):
    await asyncio.sleep(n * every)
    return list(range(n))


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
