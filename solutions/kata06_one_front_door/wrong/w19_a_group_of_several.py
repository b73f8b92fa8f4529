"""Believes that several failures need a group."""
# misconception: M09
# breaks: rule 5
# caught by: test_a_failed_reading_leaves
# student reads: Several pages of a list failed

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


def _refuse() -> None:
    """Raise where an event loop is running already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("an event loop is running here: await load_async(number) instead")


def load(number: int) -> str:
    """Read one page, for callers without an event loop."""
    _refuse()
    return asyncio.run(load_async(number))


async def _load_all(numbers: list[int]) -> list[str]:
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(load_async(number)) for number in numbers]
    except ExceptionGroup as errors:
        if len(errors.exceptions) == 1:
            raise errors.exceptions[0] from None
        raise
    return [task.result() for task in tasks]


def load_many(numbers: list[int]) -> list[str]:
    """Read several pages, for callers without an event loop."""
    _refuse()
    return asyncio.run(_load_all(numbers))
