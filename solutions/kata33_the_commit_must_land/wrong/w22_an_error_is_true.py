"""Asks `if error`, as if every exception counted as true."""
# misconception: M09
# breaks: rule 5
# caught by: test_an_error_like_no_other
# student reads: false in an `if`, and that one

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    inner = asyncio.ensure_future(aw)
    asked: asyncio.CancelledError | None = None
    while not inner.done():
        try:
            await asyncio.wait([inner])
        except asyncio.CancelledError as error:
            asked = error
    if asked is not None:
        raise inner.exception() or asked
    return inner.result()
