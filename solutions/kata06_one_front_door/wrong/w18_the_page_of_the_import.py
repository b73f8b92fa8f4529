"""Believes that a default value is looked up at each call."""
# misconception: M00
# breaks: rule 1
# caught by: test_the_core
# student reads: than the one in its place now

from __future__ import annotations

import asyncio


async def read_page(number: int) -> str:
    """Return what stands on a page; takes 0.5 seconds. It is right as it is."""
    await asyncio.sleep(0.5)
    return f"page {number} of many"


def _refuse() -> None:
    """Raise where an event loop is running already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("an event loop is running here: await load_async(number) instead")


async def load_async(number: int, *, read=read_page) -> str:
    """Read one page and return it with its number."""
    text = await read(number)
    return f"{number}: {text}"


def load(number: int) -> str:
    """Read one page, for callers without an event loop."""
    _refuse()
    return asyncio.run(load_async(number))


async def _load_all(numbers: list[int]) -> list[str]:
    return await asyncio.gather(*(load_async(number) for number in numbers))


def load_many(numbers: list[int]) -> list[str]:
    """Read several pages, for callers without an event loop."""
    _refuse()
    return asyncio.run(_load_all(numbers))
