"""Opens no more than ten at a time, to be polite."""
# misconception: M02
# breaks: rule 9
# caught by: test_none_and_many
# student reads: Not all of the many doors

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any


@asynccontextmanager
async def timed(label: str, record: Callable[[str, float], object]) -> AsyncIterator[None]:
    """Tell `record` how long the block took."""
    clock = asyncio.get_running_loop()
    began = clock.time()
    try:
        yield
    finally:
        record(label, clock.time() - began)


@asynccontextmanager
async def open_all(*doors: AbstractAsyncContextManager[Any]) -> AsyncIterator[list[Any]]:
    """Open all doors at the same time and close them in reverse."""
    async with AsyncExitStack() as stack:
        slots = asyncio.Semaphore(10)

        async def enter(door: AbstractAsyncContextManager[Any]) -> Any:
            async with slots:
                return await door.__aenter__()

        openings = [asyncio.ensure_future(enter(door)) for door in doors]
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
