"""Makes a loop by hand and closes it only where nothing fails."""
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
    return f"{number}: {await read_page(number)}"


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
    loop = asyncio.new_event_loop()
    page = loop.run_until_complete(load_async(number))
    loop.close()
    return page


def load_many(numbers: list[int]) -> list[str]:
    look()
    return asyncio.run(load_all(numbers))
