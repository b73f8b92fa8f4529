"""Closes in a loop that the first failure ends."""
# misconception: M16
# breaks: rule 7
# caught by: test_one_does_not_close
# student reads: a door was left open

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
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
    opened = []
    openings = [asyncio.ensure_future(door.__aenter__()) for door in doors]
    error = None
    try:
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
                    opened.append(door)
        yield list(values)
    except BaseException as left:
        error = left
    for door in reversed(opened):
        if await door.__aexit__(type(error) if error else None, error, None):
            error = None
    if error:
        raise error
