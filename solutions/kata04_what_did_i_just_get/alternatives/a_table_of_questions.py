"""A table of questions in order, the first yes counts."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable

QUESTIONS: dict[str, Callable[[object], bool]] = {
    "async generator function": inspect.isasyncgenfunction,
    "coroutine function": inspect.iscoroutinefunction,
    "task": lambda thing: isinstance(thing, asyncio.Task),
    "future": asyncio.isfuture,
    "async generator": inspect.isasyncgen,
    "coroutine": inspect.iscoroutine,
    "awaitable": lambda thing: any("__await__" in vars(base) for base in type(thing).__mro__),
}


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    return next((word for word, asks in QUESTIONS.items() if asks(thing)), "plain")
