"""Believes that what `finally` returns is returned only when all is well."""
# misconception: M05
# breaks: rule 6
# caught by: test_cancelled_at_any_moment
# student reads: right after one had a value

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def first_success(*aws: Awaitable[Any]) -> Any:
    """Return the value of the first that does not fail; raise an ExceptionGroup where all do."""
    if not aws:
        raise ValueError("there is nobody to ask")
    tasks = [asyncio.ensure_future(aw) for aw in aws]
    try:
        pending = set(tasks)
        while pending:
            _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            if any(task.done() and task.exception() is None for task in tasks):
                break
    finally:
        done = [task for task in tasks if task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            if task.exception() is None:
                return task.result()
    raise ExceptionGroup("nobody had an answer", [task.exception() for task in tasks])
