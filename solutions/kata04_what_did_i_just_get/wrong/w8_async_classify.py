"""Believes that whatever deals with coroutines is one."""
# misconception: M38
# breaks: rule 1
# caught by: test_functions_and_coroutines
# student reads: it is an ordinary function

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable


async def classify(thing: object) -> str:
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
    if isinstance(thing, Awaitable):
        return "awaitable"
    return "plain"
