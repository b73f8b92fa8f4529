"""Believes that nobody asks an iterator again that has come to its end."""
# misconception: M29
# breaks: rule 4
# caught by: test_once_through_it_stays_through
# student reads: said one more value

from __future__ import annotations

import asyncio


class Ticker:
    def __init__(self, n, every):
        self.n = n
        self.every = every
        self.tick = -1

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.tick += 1
        if self.tick == self.n:
            raise StopAsyncIteration
        await asyncio.sleep(self.every)
        return self.tick


def ticker(n, every):
    return Ticker(n, every)


async def collect(source, *, where=lambda item: True):
    return [item async for item in source if where(item)]


async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
