"""Looks for `__await__` on the object, as for any other attribute."""
# misconception: M38
# breaks: rule 6
# caught by: test_await_counts_on_the_class
# student reads: on the class of an object

from __future__ import annotations

import asyncio
import inspect


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
    if hasattr(thing, "__await__"):
        return "awaitable"
    return "plain"
