"""One base class for all: a subclass says in a coroutine what to do, and `bare` is the only yield."""

from __future__ import annotations

import types


@types.coroutine
def bare():
    yield


class Awaitable:
    def __await__(self):
        return self.work().__await__()


class Ready(Awaitable):
    def __init__(self, value):
        self._value = value

    async def work(self):
        return self._value


class YieldNow(Awaitable):
    async def work(self):
        await bare()


class Countdown(Awaitable):
    def __init__(self, n):
        self._n = n

    async def work(self):
        left = self._n
        while left > 0:
            await YieldNow()
            left -= 1
        return "liftoff"


class Chain(Awaitable):
    def __init__(self, *awaitables):
        self._first, *self._rest = awaitables or [None]

    async def work(self):
        if self._first is None:
            return []
        first = await self._first
        return [first, *await Chain(*self._rest)]
