"""A new shield after each cancellation, and a CancelledError of its own in the end."""

from __future__ import annotations

import asyncio


async def finish_first(aw):
    inner = asyncio.ensure_future(aw)
    times = 0
    while True:
        try:
            value = await asyncio.shield(inner)
        except asyncio.CancelledError:
            if inner.cancelled():
                raise
            times += 1
        else:
            break
    if times:
        raise asyncio.CancelledError(f"cancelled {times} times")
    return value
