"""Starts the tasks when merge is called."""
# misconception: M25
# breaks: rule 2
# caught by: test_when_it_begins_and_ends
# student reads: it begins with the first question

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Any

ITEM, THROUGH, FAILED = object(), object(), object()


def merge(*sources: AsyncIterable[Any], buffer: int = 1) -> AsyncGenerator[Any, None]:
    notes: asyncio.Queue[tuple[object, Any]] = asyncio.Queue(buffer)
    return _merged(notes, [asyncio.create_task(_pump(source, notes)) for source in sources])


async def _merged(
    notes: asyncio.Queue[tuple[object, Any]], tasks: list[asyncio.Task[None]]
) -> AsyncGenerator[Any, None]:
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
