"""Calls `__await__` to see whether an iterator comes of it."""
# misconception: M25
# breaks: rule 8
# caught by: test_what_was_looked_at_can_be_used
# student reads: classify called the `__await__` of an object

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    if inspect.iscoroutinefunction(thing):
        return "coroutine function"
    if inspect.iscoroutine(thing):
        return "coroutine"
    if inspect.isasyncgenfunction(thing):
        return "async generator function"
    if inspect.isasyncgen(thing):
        return "async generator"
    if isinstance(thing, asyncio.Task):
        return "task"
    if isinstance(thing, asyncio.Future):
        return "future"
    method = getattr(type(thing), "__await__", None)
    if method is not None and isinstance(method(thing), Iterator):
        return "awaitable"
    return "plain"
