"""Tokens in a queue are the slots: each runner takes one, calls its factory, and puts the token back."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager


@asynccontextmanager
async def _token(queue):
    token = await queue.get()
    try:
        yield token
    finally:
        queue.put_nowait(token)


async def _runner(queue, stop, factory):
    async with _token(queue):
        if stop.is_set():
            raise asyncio.CancelledError
        try:
            return await factory()
        except BaseException:
            stop.set()  # before the token goes back: nobody calls a factory with it
            raise


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("n must be at least 1")
    factories = [*factories]
    if factories == []:
        return []
    queue, stop = asyncio.Queue(), asyncio.Event()
    for number in range(min(n, len(factories))):
        queue.put_nowait(number)
    runners = [asyncio.create_task(_runner(queue, stop, factory)) for factory in factories]
    try:
        done, _ = await asyncio.wait(runners, return_when=asyncio.FIRST_EXCEPTION)
        for runner in done:
            if not runner.cancelled():  # one that found the stop flag may stand before the one that failed
                runner.result()
        return [runner.result() for runner in runners]
    finally:
        stop.set()
        left = [runner for runner in runners if runner.cancel()]
        if left:
            await asyncio.wait(left)
