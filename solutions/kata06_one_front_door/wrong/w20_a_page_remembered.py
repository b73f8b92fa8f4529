"""Remembers each page that load has read, for a quicker second time."""
# misconception: M00
# breaks: rule 2
# caught by: test_again_and_again
# student reads: A page that has changed meanwhile

from __future__ import annotations

import asyncio
import functools


async def read_page(number: int) -> str:
    """Return what stands on a page; takes 0.5 seconds. It is right as it is."""
    await asyncio.sleep(0.5)
    return f"page {number} of many"


async def load_async(number: int) -> str:
    """Read one page and return it with its number."""
    return f"{number}: {await read_page(number)}"


def _no_loop_here() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("an event loop is running here: await load_async(number) instead")


@functools.cache
def _run_one(number: int) -> str:
    return asyncio.run(load_async(number))


def load(number: int) -> str:
    """Read one page, for callers without an event loop."""
    _no_loop_here()
    return _run_one(number)


async def _load_all(numbers: list[int]) -> list[str]:
    return [await load_async(number) for number in numbers]


def load_many(numbers: list[int]) -> list[str]:
    """Read several pages, for callers without an event loop."""
    _no_loop_here()
    if not numbers:
        return []
    return asyncio.run(_load_all(numbers))
