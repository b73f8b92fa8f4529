"""Closes each coroutine, so that nobody is warned of one that was never awaited."""
# misconception: M25
# breaks: rule 8
# caught by: test_what_was_looked_at_can_be_used
# student reads: could not be awaited any more

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    if inspect.iscoroutinefunction(thing):
        return "coroutine function"
    if inspect.iscoroutine(thing):
        thing.close()
        return "coroutine"
    if inspect.isasyncgenfunction(thing):
        return "async generator function"
    if inspect.isasyncgen(thing):
        return "async generator"
    if isinstance(thing, asyncio.Task):
        return "task"
    if isinstance(thing, asyncio.Future):
        return "future"
    if isinstance(thing, Awaitable):
        return "awaitable"
    return "plain"
