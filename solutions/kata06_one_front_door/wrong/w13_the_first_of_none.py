"""Takes the first page of the list for granted."""
# misconception: M27
# breaks: rule 3
# caught by: test_an_empty_list
# student reads: no page to read

from __future__ import annotations

import asyncio


async def read_page(number: int) -> str:
    """Return what stands on a page; takes 0.5 seconds. It is right as it is."""
    await asyncio.sleep(0.5)
    return f"page {number} of many"


async def load_async(number: int) -> str:
    return f"{number}: {await read_page(number)}"


async def load_all(numbers: list[int]) -> list[str]:
    first = await load_async(numbers[0])
    return [first, *[await load_async(number) for number in numbers[1:]]]


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
