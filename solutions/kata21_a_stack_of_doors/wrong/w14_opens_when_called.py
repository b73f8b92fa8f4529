"""Begins to open when open_all is called."""
# misconception: M25
# breaks: rule 3
# caught by: test_cancelled_at_any_moment
# student reads: Nobody had entered it

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


def open_all(*doors: AbstractAsyncContextManager[Any]) -> AbstractAsyncContextManager[list[Any]]:
    return _open_all(doors, [asyncio.ensure_future(door.__aenter__()) for door in doors])


@asynccontextmanager
async def _open_all(
    doors: tuple[AbstractAsyncContextManager[Any], ...], openings: list[asyncio.Future[Any]]
) -> AsyncIterator[list[Any]]:
    """Open all doors at the same time and close them in reverse."""
    async with AsyncExitStack() as stack:
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
