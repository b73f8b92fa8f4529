"""Believes that nobody is cancelled more often than three times."""
# misconception: M05
# breaks: rule 4
# caught by: test_however_long_and_however_often
# student reads: too much for it

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    inner = asyncio.ensure_future(aw)
    asked: asyncio.CancelledError | None = None
    for _ in range(3):
        try:
            await asyncio.wait([inner])
        except asyncio.CancelledError as error:
            asked = error
    if not inner.done():
        await asyncio.wait([inner])
    value = inner.result()
    if asked is not None:
        raise asked
    return value
