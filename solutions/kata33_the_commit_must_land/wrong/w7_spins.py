"""Takes each CancelledError for one of its own."""
# misconception: M00
# breaks: rule 6
# caught by: test_somebody_else_cancels_the_work
# student reads: never ended

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    inner = asyncio.ensure_future(aw)
    asked = False
    while True:
        try:
            value = await asyncio.shield(inner)
            break
        except asyncio.CancelledError:
            asked = True
            if inner.cancelled():
                await asyncio.Event().wait()
    if asked:
        raise asyncio.CancelledError
    return value
