"""Knows tasks, and forgets the future that is none."""
# misconception: M00
# breaks: rule 5
# caught by: test_tasks_and_futures
# student reads: A future was called an awaitable

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable


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
    if isinstance(thing, Awaitable):
        return "awaitable"
    return "plain"
