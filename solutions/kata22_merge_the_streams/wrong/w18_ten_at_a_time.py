"""Goes through no more than ten sources at a time."""
# misconception: M18
# breaks: rule 2
# caught by: test_many_and_long
# student reads: Not all of the many sources

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Any

ITEM, THROUGH, FAILED = object(), object(), object()


async def merge(*sources: AsyncIterable[Any], buffer: int = 1) -> AsyncGenerator[Any, None]:
    """Give the items of all sources as they come."""
    notes: asyncio.Queue[tuple[object, Any]] = asyncio.Queue(buffer)
    slots = asyncio.Semaphore(10)

    async def pump(source: Any) -> None:
        async with slots:
            await _pump(source, notes)

    tasks = [asyncio.create_task(pump(source)) for source in sources]
    running = len(tasks)
    try:
        while running:
            note, value = await notes.get()
            if note is FAILED:
                raise value
            if note is THROUGH:
                running -= 1
            else:
                yield value
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _pump(source: Any, notes: asyncio.Queue[tuple[object, Any]]) -> None:
    """Put every item of one source into the queue, and at last how it ended."""
    end: tuple[object, Any] = (THROUGH, None)
    try:
        async for item in source:
            await notes.put((ITEM, item))
    except asyncio.CancelledError:
        raise
    except BaseException as error:
        end = (FAILED, error)
    finally:
        if hasattr(source, "aclose"):
            await source.aclose()
    await notes.put(end)
