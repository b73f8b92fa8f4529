"""Asks `if not error`, as if every exception counted as true."""
# misconception: M27
# breaks: rule 2
# caught by: test_an_odd_error
# student reads: is false in an `if` ended the race

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
            for task in tasks:
                if task.done() and not task.exception():
                    return task.result()
        raise ExceptionGroup("nobody had an answer", [task.exception() for task in tasks])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
