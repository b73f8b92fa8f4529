"""Gives way once before it begins the work."""
# misconception: M00
# breaks: rule 3
# caught by: test_cancelled_from_the_first_turn_on
# student reads: did not run to its end

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    await asyncio.sleep(0)
    inner = asyncio.ensure_future(aw)
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
