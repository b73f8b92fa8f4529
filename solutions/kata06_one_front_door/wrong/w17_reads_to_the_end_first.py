"""Believes that a page which was begun has to be read to its end."""
# misconception: M05
# breaks: rule 7
# caught by: test_the_core_as_it_is
# student reads: later than at that moment

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


async def load_async(number: int) -> str:
    """Read one page and return it with its number."""
    reading = asyncio.ensure_future(read_page(number))
    try:
        text = await asyncio.shield(reading)
    except asyncio.CancelledError:
        # never leave a page half read
        await asyncio.wait([reading])
        raise
    return f"{number}: {text}"


def load(number: int) -> str:
    """Read one page, for callers without an event loop."""
    _refuse()
    return asyncio.run(load_async(number))


def load_many(numbers: list[int]) -> list[str]:
    """Read several pages, for callers without an event loop."""
    _refuse()

    async def in_turn() -> list[str]:
        return [await load_async(number) for number in numbers]

    return asyncio.run(in_turn())
