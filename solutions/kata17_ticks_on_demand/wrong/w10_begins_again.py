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
        self.said = 0

    def __aiter__(self):
        self.said = 0
        return self

    async def __anext__(self):
        if self.said == self.n:
            raise StopAsyncIteration
        await asyncio.sleep(self.every)
        self.said += 1
        return self.said - 1


def ticker(n, every):
    return Ticker(n, every)


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
