"""Hands errors on as values, and takes a value that is an exception object for an error."""
# misconception: M27
# breaks: rule 1
# caught by: test_every_error_and_every_value
# student reads: which is a value like any other

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def _attempt(aw: Awaitable[Any]) -> Any:
    try:
        return await aw
    except Exception as error:
        return error


async def first_success(*aws: Awaitable[Any]) -> Any:
    """Return the value of the first that does not fail; raise an ExceptionGroup where all do."""
    if not aws:
        raise ValueError("there is nobody to ask")
    tasks = [asyncio.create_task(_attempt(aw)) for aw in aws]
    try:
        pending = set(tasks)
        while pending:
            _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done() and not isinstance(task.result(), Exception):
                    return task.result()
        raise ExceptionGroup("nobody had an answer", [task.result() for task in tasks])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
