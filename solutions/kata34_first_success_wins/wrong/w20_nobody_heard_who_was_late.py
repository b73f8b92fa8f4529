"""Hears only of those that were not done when there was a winner."""
# misconception: M09
# breaks: rule 5
# caught by: test_the_losers_tidy_up
# student reads: never fetched

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
                if task.done() and task.exception() is None:
                    return task.result()
        raise ExceptionGroup("nobody had an answer", [task.exception() for task in tasks])
    finally:
        pending = {task for task in tasks if not task.done()}
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
