"""Closes the doors as if the block had ended well."""
# misconception: M00
# breaks: rule 6
# caught by: test_a_block_that_fails
# student reads: not every door was given it

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
        except BaseException:
            for opening in openings:
                opening.cancel()
            await asyncio.gather(*openings, return_exceptions=True)
            for door, opening in zip(doors, openings, strict=True):
                if not opening.cancelled() and opening.exception() is None:
                    stack.push_async_exit(door)
            raise
    try:
        yield list(values)
    finally:
        async with AsyncExitStack() as stack:
            for door in doors:
                stack.push_async_callback(door.__aexit__, None, None, None)
