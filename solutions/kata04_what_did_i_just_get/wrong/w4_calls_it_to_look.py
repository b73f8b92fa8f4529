"""Calls what can be called, and looks at what comes back."""
# misconception: M25
# breaks: rule 8
# caught by: test_looking_changes_nothing
# student reads: it looks, and starts nothing

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    if callable(thing) and not isinstance(thing, type) and inspect.iscoroutine(thing()):
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
