"""Cleans up after an Exception only."""
# misconception: M16
# breaks: rule 8
# caught by: test_cancelled_at_any_moment
# student reads: a door was left open

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
        openings = [asyncio.ensure_future(door.__aenter__()) for door in doors]
        try:
            values = await asyncio.gather(*openings)
        except Exception:
            for opening in openings:
                opening.cancel()
            await asyncio.gather(*openings, return_exceptions=True)
            for door, opening in zip(doors, openings, strict=True):
                if not opening.cancelled() and opening.exception() is None:
                    stack.push_async_exit(door)
            raise
        for door in doors:
            stack.push_async_exit(door)
        yield list(values)
