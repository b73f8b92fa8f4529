"""Pushes each door when it is open."""
# misconception: M07
# breaks: rule 4
# caught by: test_opened_together_closed_in_reverse
# student reads: The door that opened last was closed first

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

        async def enter(door: AbstractAsyncContextManager[Any]) -> Any:
            return await stack.enter_async_context(door)

        openings = [asyncio.ensure_future(enter(door)) for door in doors]
        try:
            values = await asyncio.gather(*openings)
        except BaseException:
            for opening in openings:
                opening.cancel()
            await asyncio.gather(*openings, return_exceptions=True)
            raise
        yield list(values)
