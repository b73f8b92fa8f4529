"""Believes that equal things are of the same kind, and remembers the words."""
# misconception: M40
# breaks: rule 6
# caught by: test_await_counts_on_the_class
# student reads: equal to a number seen before

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable

_known: dict = {}


def _look(thing: object) -> str:
    if inspect.iscoroutinefunction(thing):
        return "coroutine function"
    if inspect.isasyncgenfunction(thing):
        return "async generator function"
    if inspect.iscoroutine(thing):
        return "coroutine"
    if inspect.isasyncgen(thing):
        return "async generator"
    if isinstance(thing, asyncio.Task):
        return "task"
    if isinstance(thing, asyncio.Future):
        return "future"
    if isinstance(thing, Awaitable):
        return "awaitable"
    return "plain"


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    try:
        if thing not in _known:
            _known[thing] = _look(thing)
        return _known[thing]
    except TypeError:  # it cannot be hashed
        return _look(thing)
