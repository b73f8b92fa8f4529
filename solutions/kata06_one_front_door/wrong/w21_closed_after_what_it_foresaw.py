"""Closes its loop after a success and after an Exception, and thinks that there is no other end."""
# misconception: M11
# breaks: rule 6
# caught by: test_the_loop_is_closed
# student reads: its event loop was still open

from __future__ import annotations

import asyncio


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


async def _load_all(numbers: list[int]) -> list[str]:
    return [await load_async(number) for number in numbers]


def _run(make, argument):
    _no_loop_here()
    loop = asyncio.new_event_loop()
    try:
        value = loop.run_until_complete(make(argument))
    except Exception:
        loop.close()
        raise
    loop.close()
    return value


def load(number: int) -> str:
    """Read one page, for callers without an event loop."""
    return _run(load_async, number)


def load_many(numbers: list[int]) -> list[str]:
    """Read several pages, for callers without an event loop."""
    return _run(_load_all, numbers)
