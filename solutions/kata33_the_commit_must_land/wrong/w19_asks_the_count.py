"""Believes that a count above 0 means that this call was cancelled."""
# misconception: M00
# breaks: rule 3
# caught by: test_a_timeout_around_it
# student reads: it was before finish_first

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    inner = asyncio.ensure_future(aw)
    while not inner.done():
        try:
            await asyncio.wait([inner])
        except asyncio.CancelledError:
            pass  # The count tells.
    value = inner.result()
    if asyncio.current_task().cancelling():
        raise asyncio.CancelledError
    return value
