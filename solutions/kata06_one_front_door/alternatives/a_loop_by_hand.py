"""A loop that is made, used for every page in turn, and closed by hand."""

from __future__ import annotations

import asyncio


async def read_page(number: int) -> str:
    """Return what stands on a page; takes 0.5 seconds. It is right as it is."""
    await asyncio.sleep(0.5)
    return f"page {number} of many"


async def load_async(number: int) -> str:
    """Read one page and return it with its number."""
    return ": ".join([str(number), await read_page(number)])


def load(number: int) -> str:
    """Read one page, for callers without an event loop."""
    return load_many([number])[0]


def load_many(numbers: list[int]) -> list[str]:
    """Read several pages, for callers without an event loop."""
    running = True
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        running = False
    if running:
        raise RuntimeError("use load_async where a loop is running")
    loop = asyncio.new_event_loop()
    try:
        return [loop.run_until_complete(load_async(number)) for number in numbers]
    finally:
        loop.close()
