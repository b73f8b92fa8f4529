"""A callback sets an event; cancelled, it waits for the event once more, by calling itself."""

from __future__ import annotations

import asyncio


async def _until(over):
    try:
        await over.wait()
    except asyncio.CancelledError:
        if not over.is_set():
            await _stubbornly(over)
        raise


async def _stubbornly(over):
    while not over.is_set():
        try:
            await over.wait()
        except asyncio.CancelledError:
            continue


async def finish_first(aw):
    over = asyncio.Event()
    inner = asyncio.ensure_future(aw)
    inner.add_done_callback(lambda _: over.set())
    try:
        await _until(over)
    finally:
        # Raises what the work ended with, if it ended badly, also in the place of a CancelledError.
        value = inner.result()
    return value
