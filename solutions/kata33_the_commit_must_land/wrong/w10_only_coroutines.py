"""Believes that every awaitable is a coroutine."""
# misconception: M00
# breaks: rule 1
# caught by: test_every_kind_of_awaitable
# student reads: Among what was handed in

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    inner = asyncio.create_task(aw)
    asked: asyncio.CancelledError | None = None
    while not inner.done():
        try:
            await asyncio.wait([inner])
        except asyncio.CancelledError as error:
            asked = error
    value = inner.result()
    if asked is not None:
        raise asked
    return value
