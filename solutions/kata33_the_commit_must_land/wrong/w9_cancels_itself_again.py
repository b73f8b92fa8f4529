"""Has itself cancelled once more when the commit has landed."""
# misconception: M05
# breaks: rule 7
# caught by: test_a_timeout_around_it
# student reads: as if you were cancelled

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
    value = inner.result()
    if asked is not None:
        asyncio.current_task().cancel()
        await asyncio.sleep(0)
    return value
