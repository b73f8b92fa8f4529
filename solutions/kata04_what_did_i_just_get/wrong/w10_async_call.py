"""Takes an object whose call is a coroutine for a coroutine function."""
# misconception: M38
# breaks: rule 7
# caught by: test_await_counts_on_the_class
# student reads: What returns a coroutine when it is called

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    if inspect.iscoroutinefunction(thing) or inspect.iscoroutinefunction(getattr(type(thing), "__call__", None)):
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
    if isinstance(thing, Awaitable):
        return "awaitable"
    return "plain"
