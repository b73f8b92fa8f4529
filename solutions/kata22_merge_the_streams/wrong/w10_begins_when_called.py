"""Starts the tasks when merge is called."""
# misconception: M25
# breaks: rule 2
# caught by: test_when_it_begins_and_ends
# student reads: it begins with the first question

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import AsyncExitStack, aclosing
from enum import Enum
from typing import Any


class Note(Enum):
    """What a task says of its source."""

    ITEM = "item"
    THROUGH = "through"
    FAILED = "failed"


def merge(*sources: AsyncIterable[Any], buffer: int = 1) -> AsyncGenerator[Any, None]:
    notes: asyncio.Queue[tuple[Note, Any]] = asyncio.Queue(buffer)
    return _merged(notes, [asyncio.create_task(_pump(source, notes)) for source in sources])


async def _merged(notes: asyncio.Queue[tuple[Note, Any]], tasks: list[asyncio.Task[None]]) -> AsyncGenerator[Any, None]:
    running = len(tasks)
    try:
        while running:
            note, value = await notes.get()
            if note is Note.FAILED:
                raise value
            if note is Note.THROUGH:
                running -= 1
            else:
                yield value
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _pump(source: Any, notes: asyncio.Queue[tuple[Note, Any]]) -> None:
    """Put every item of one source into the queue, and at last how it ended."""
    try:
        async with AsyncExitStack() as stack:
            if hasattr(source, "aclose"):
                await stack.enter_async_context(aclosing(source))
            async for item in source:
                await notes.put((Note.ITEM, item))
    except asyncio.CancelledError:
        raise
    except BaseException as error:
        await notes.put((Note.FAILED, error))
    else:
        await notes.put((Note.THROUGH, None))
