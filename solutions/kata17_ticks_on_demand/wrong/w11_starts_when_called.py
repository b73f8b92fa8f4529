"""Believes that calling ticker sets it going."""
# misconception: M25
# breaks: rule 2
# caught by: test_nothing_happens_before_it_is_asked
# student reads: your ticker began when it was made

from __future__ import annotations

import asyncio


def ticker(n, every):
    waits = [asyncio.ensure_future(asyncio.sleep(every))] if n else []

    async def ticks():
        for tick in range(n):
            if not waits:
                waits.append(asyncio.ensure_future(asyncio.sleep(every)))
            await waits.pop()
            yield tick

    return ticks()


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
