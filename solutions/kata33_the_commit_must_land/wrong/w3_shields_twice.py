"""Shields again after the first cancellation, and leaves at the second."""
# misconception: M08
# breaks: rule 4
# caught by: test_cancelled_three_times
# student reads: a later cancellation made you leave

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    inner = asyncio.ensure_future(aw)
    try:
        return await asyncio.shield(inner)
    except asyncio.CancelledError:
        await asyncio.shield(inner)
        raise
