"""Reads the clock when the stopwatch is made."""
# misconception: M25
# breaks: rule 1
# caught by: test_the_time_of_a_block
# student reads: counted from when timed was called

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any


def timed(label: str, record: Callable[[str, float], object]) -> AbstractAsyncContextManager[None]:
    return _timed(label, record, asyncio.get_running_loop().time())


@asynccontextmanager
async def _timed(label: str, record: Callable[[str, float], object], began: float) -> AsyncIterator[None]:
    """Tell `record` how long the block took."""
    clock = asyncio.get_running_loop()
    try:
        yield
    finally:
        record(label, clock.time() - began)


@asynccontextmanager
async def open_all(*doors: AbstractAsyncContextManager[Any]) -> AsyncIterator[list[Any]]:
    """Open all doors at the same time and close them in reverse."""
    async with AsyncExitStack() as stack:
        openings = [asyncio.ensure_future(door.__aenter__()) for door in doors]
        try:
            values = await asyncio.gather(*openings)
        except BaseException:
            for opening in openings:
                opening.cancel()
            await asyncio.gather(*openings, return_exceptions=True)
            raise
        finally:
            for door, opening in zip(doors, openings, strict=True):
                if not opening.cancelled() and opening.exception() is None:
                    stack.push_async_exit(door)
        yield list(values)
