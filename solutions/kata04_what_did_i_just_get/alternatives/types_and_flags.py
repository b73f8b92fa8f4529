"""By the types and the flags of the code objects, unwrapping methods and partials by hand."""

from __future__ import annotations

import asyncio
import functools
import inspect
import types

BY_TYPE: list[tuple[type, str]] = [
    (types.CoroutineType, "coroutine"),
    (types.AsyncGeneratorType, "async generator"),
    (asyncio.Task, "task"),
    (asyncio.Future, "future"),
]


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    for kind, word in BY_TYPE:
        if isinstance(thing, kind):
            return word
    if hasattr(type(thing), "__await__"):
        return "awaitable"
    function = thing
    while isinstance(function, (functools.partial, types.MethodType)):
        function = function.func if isinstance(function, functools.partial) else function.__func__
    flags = function.__code__.co_flags if isinstance(function, types.FunctionType) else 0
    if flags & inspect.CO_ASYNC_GENERATOR:
        return "async generator function"
    return "coroutine function" if flags & inspect.CO_COROUTINE else "plain"
