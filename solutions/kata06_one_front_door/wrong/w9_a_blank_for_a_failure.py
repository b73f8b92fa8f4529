"""Turns a page that cannot be read into an empty one."""
# misconception: M09
# breaks: rule 5
# caught by: test_a_failed_reading_leaves
# student reads: its caller was not told

from __future__ import annotations

import asyncio


async def read_page(number: int) -> str:
    """Return what stands on a page; takes 0.5 seconds. It is right as it is."""
    await asyncio.sleep(0.5)
    return f"page {number} of many"


async def load_async(number: int) -> str:
    try:
        return f"{number}: {await read_page(number)}"
    except Exception:
        return f"{number}: "


async def load_all(numbers: list[int]) -> list[str]:
    return [await load_async(number) for number in numbers]


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
