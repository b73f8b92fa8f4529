"""Lets a task group wrap the exception of a source."""
# misconception: M23
# breaks: rule 5
# caught by: test_a_source_fails
# student reads: that very exception has to leave

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


async def merge(*sources: AsyncIterable[Any], buffer: int = 1) -> AsyncGenerator[Any, None]:
    """Give the items of all sources as they come."""
    notes: asyncio.Queue[tuple[Note, Any]] = asyncio.Queue(buffer)
    tasks = [asyncio.create_task(_pump(source, notes)) for source in sources]
    running = len(tasks)
    try:
        while running:
            note, value = await notes.get()
            if note is Note.FAILED:
                raise BaseExceptionGroup("sources", [value])
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
