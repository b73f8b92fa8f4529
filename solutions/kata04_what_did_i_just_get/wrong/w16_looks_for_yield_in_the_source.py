"""Looks for the word yield in the source of a function."""
# misconception: M38
# breaks: rule 2
# caught by: test_methods_and_partials
# student reads: in a function inside it

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Awaitable


def _has_yield(function) -> bool:
    """Whether there is a yield in the function."""
    try:
        return "yield" in inspect.getsource(function)
    except (OSError, TypeError):
        return inspect.isasyncgenfunction(function)


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    function = thing
    while isinstance(function, functools.partial):
        function = function.func
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        return "async generator function" if _has_yield(function) else "coroutine function"
    if inspect.iscoroutine(thing):
        return "coroutine"
    if inspect.isasyncgen(thing):
        return "async generator"
    if isinstance(thing, asyncio.Task):
        return "task"
    if isinstance(thing, asyncio.Future):
        return "future"
    return "awaitable" if isinstance(thing, Awaitable) else "plain"
