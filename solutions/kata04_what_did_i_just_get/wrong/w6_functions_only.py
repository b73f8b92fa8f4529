"""Looks at the code of functions only, and knows neither methods nor partials."""
# misconception: M00
# breaks: rule 4
# caught by: test_methods_and_partials
# student reads: still makes what that function makes

from __future__ import annotations

import asyncio
import inspect
import types
from collections.abc import Awaitable


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    if type(thing) is types.FunctionType and inspect.iscoroutinefunction(thing):
        return "coroutine function"
    if inspect.iscoroutine(thing):
        return "coroutine"
    if type(thing) is types.FunctionType and inspect.isasyncgenfunction(thing):
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
