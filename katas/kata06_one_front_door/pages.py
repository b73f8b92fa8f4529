"""One front door: a library of pages for async callers, and a door for all others."""

from __future__ import annotations

import asyncio


async def read_page(number: int) -> str:
    """Return what stands on a page; takes 0.5 seconds. It is right as it is."""
    await asyncio.sleep(0.5)
    return f"page {number} of many"


async def load_async(number: int) -> str:
    """Read one page and return it with its number."""
    text = asyncio.run(read_page(number))
    return f"{number}: {text}"


def load(number: int) -> str:
    """Read one page, for callers without an event loop."""
    return asyncio.run(load_async(number))


def load_many(numbers: list[int]) -> list[str]:
    """Read several pages, for callers without an event loop."""
    return [load(number) for number in numbers]
