"""Takes an exception object that was returned for one that was raised."""
# misconception: M27
# breaks: rule 1
# caught by: test_every_value_and_every_error
# student reads: as its value, and not raised it

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    inner = asyncio.gather(aw, return_exceptions=True)
    asked: asyncio.CancelledError | None = None
    while not inner.done():
        try:
            await asyncio.shield(inner)
        except asyncio.CancelledError as error:
            asked = error
    (value,) = inner.result()
    if isinstance(value, BaseException):
        raise value
    if asked is not None:
        raise asked
    return value
