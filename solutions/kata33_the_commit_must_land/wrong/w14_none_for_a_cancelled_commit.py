"""Answers None when somebody else cancelled the commit."""
# misconception: M00
# breaks: rule 6
# caught by: test_somebody_else_cancels_the_work
# student reads: there is none

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
    value = None if inner.cancelled() else inner.result()
    if asked is not None:
        raise asked
    return value
