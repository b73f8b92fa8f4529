"""Collects the pages of a set, and believes that it has the order of the list."""
# misconception: M07
# breaks: rule 3
# caught by: test_many_in_order
# student reads: in another order

from __future__ import annotations

import asyncio


async def read_page(number: int) -> str:
    """Return what stands on a page; takes 0.5 seconds. It is right as it is."""
    await asyncio.sleep(0.5)
    return f"page {number} of many"


async def load_async(number: int) -> str:
    return f"{number}: {await read_page(number)}"


async def load_all(numbers: list[int]) -> list[str]:
    return [await load_async(number) for number in sorted(set(numbers))]


def look() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("a loop is running here: await load_async")


def load(number: int) -> str:
    look()
    return asyncio.run(load_async(number))


def load_many(numbers: list[int]) -> list[str]:
    look()
    return asyncio.run(load_all(numbers))
