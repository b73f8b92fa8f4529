"""Makes the coroutine once and runs it whenever somebody asks."""
# misconception: M12
# breaks: rule 2
# caught by: test_again_and_again
# student reads: good for one run

from __future__ import annotations

import asyncio


async def read_page(number: int) -> str:
    """Return what stands on a page; takes 0.5 seconds. It is right as it is."""
    await asyncio.sleep(0.5)
    return f"page {number} of many"


async def load_async(number: int) -> str:
    return f"{number}: {await read_page(number)}"


async def load_all(numbers: list[int]) -> list[str]:
    return [await load_async(number) for number in numbers]


MADE = {}


def look() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("a loop is running here: await load_async")


def load(number: int) -> str:
    look()
    if number not in MADE:
        MADE[number] = load_async(number)
    return asyncio.run(MADE[number])


def load_many(numbers: list[int]) -> list[str]:
    look()
    return asyncio.run(load_all(numbers))
