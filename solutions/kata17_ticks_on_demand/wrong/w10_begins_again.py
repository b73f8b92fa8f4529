"""Believes that an iterator, like a list, starts from the front each time."""
# misconception: M29
# breaks: rule 4
# caught by: test_once_through_it_stays_through
# student reads: an iterator is used up once

from __future__ import annotations

import asyncio


class Ticker:
    def __init__(self, n, every):
        self.n = n
        self.every = every

    async def __aiter__(self):
        for tick in range(self.n):
            await asyncio.sleep(self.every)
            yield tick


def ticker(n, every):
    return Ticker(n, every)


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
