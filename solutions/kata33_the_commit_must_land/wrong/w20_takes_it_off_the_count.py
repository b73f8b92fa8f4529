"""Believes that whoever catches a CancelledError for a while calls uncancel()."""
# misconception: M31
# breaks: rule 7
# caught by: test_a_timeout_around_it
# student reads: says otherwise

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
            asyncio.current_task().uncancel()
    value = inner.result()
    if asked is not None:
        raise asked
    return value
