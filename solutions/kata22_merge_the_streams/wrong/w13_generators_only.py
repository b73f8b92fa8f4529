"""Believes that every source can be closed."""
# misconception: M38
# breaks: rule 2
# caught by: test_any_items_from_any_source
# student reads: it has no aclose

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Any

ITEM, THROUGH, FAILED = object(), object(), object()


async def merge(*sources: AsyncIterable[Any], buffer: int = 1) -> AsyncGenerator[Any, None]:
    """Give the items of all sources as they come."""
    notes: asyncio.Queue[tuple[object, Any]] = asyncio.Queue(buffer)
    tasks = [asyncio.create_task(_pump(source, notes)) for source in sources]
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
        await asyncio.gather(*(source.aclose() for source in sources))


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
    await notes.put(end)
