"""Believes that whatever `async def` makes is a coroutine."""
# misconception: M38
# breaks: rule 3
# caught by: test_async_generators
# student reads: makes no coroutine

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    if inspect.iscoroutinefunction(thing) or inspect.isasyncgenfunction(thing):
        return "coroutine function"
    if inspect.iscoroutine(thing) or inspect.isasyncgen(thing):
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
