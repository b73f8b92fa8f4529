"""Goes on to the next door only where closing one raised an Exception."""
# misconception: M16
# breaks: rule 7
# caught by: test_one_does_not_close
# student reads: a door was left open

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager


@asynccontextmanager
async def timed(label, record):
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        yield
    finally:
        record(label, loop.time() - began)


class open_all:
    def __init__(self, *doors):
        self._doors = doors

    async def __aenter__(self):
        tasks = [asyncio.ensure_future(self._enter(door)) for door in self._doors]
        try:
            return await asyncio.gather(*tasks)
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            pairs = zip(self._doors, tasks)
            opened = [door for door, task in pairs if not task.cancelled() and task.exception() is None]
            async with AsyncExitStack() as stack:
                for door in opened:
                    stack.push_async_exit(door)
            raise

    @staticmethod
    async def _enter(door):
        return await door.__aenter__()

    async def __aexit__(self, kind, error, trace):
        pending = error
        for door in reversed(self._doors):
            try:
                if pending is None:
                    await door.__aexit__(None, None, None)
                elif await door.__aexit__(type(pending), pending, pending.__traceback__):
                    pending = None
            except Exception as problem:
                pending = problem
        if pending is not None and pending is not error:
            raise pending
        return pending is None
