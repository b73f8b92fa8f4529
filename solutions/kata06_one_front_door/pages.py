"""One core that awaits, one run for whoever comes from outside, and a look before any coroutine is made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def read_page(number: int) -> str:
    """Return what stands on a page; takes 0.5 seconds. It is right as it is."""
    await asyncio.sleep(0.5)
    return f"page {number} of many"


async def load_async(number: int) -> str:
    """Read one page and return it with its number."""
    return f"{number}: {await read_page(number)}"


def load(number: int) -> str:
    """Read one page, for callers without an event loop."""
    (page,) = load_many([number])
    return page


def load_many(numbers: list[int]) -> list[str]:
    """Read several pages, for callers without an event loop."""

    async def main() -> list[str]:
        return [await load_async(number) for number in numbers]

    return _from_outside(main)


def _from_outside(main: Callable[[], Coroutine[Any, Any, list[str]]]) -> list[str]:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(main())
    raise RuntimeError("an event loop is running here: await load_async(number) instead")
