"""Believes that coroutines, tasks and futures are all that can be awaited."""
# misconception: M38
# breaks: rule 6
# caught by: test_an_object_with_await
# student reads: was called plain

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
    return "plain"
