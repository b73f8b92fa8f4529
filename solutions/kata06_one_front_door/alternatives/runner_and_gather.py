"""A Runner for the loop, and all pages at the same time."""

from __future__ import annotations

import asyncio


async def read_page(number: int) -> str:
    """Return what stands on a page; takes 0.5 seconds. It is right as it is."""
    await asyncio.sleep(0.5)
    return f"page {number} of many"


async def load_async(number: int) -> str:
    """Read one page and return it with its number."""
    text = await read_page(number)
    return f"{number}: {text}"


async def _all(numbers: list[int]) -> list[str]:
    return await asyncio.gather(*map(load_async, numbers))


def _refuse_inside() -> None:
    if asyncio._get_running_loop() is not None:
        raise RuntimeError("this is the door for ordinary code; await load_async here")


def load(number: int) -> str:
    """Read one page, for callers without an event loop."""
    _refuse_inside()
    with asyncio.Runner() as runner:
        return runner.run(load_async(number))


def load_many(numbers: list[int]) -> list[str]:
    """Read several pages, for callers without an event loop."""
    _refuse_inside()
    with asyncio.Runner() as runner:
        return runner.run(_all(numbers))
