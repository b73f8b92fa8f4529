"""Leaves an error out that stands in the group already."""
# misconception: M09
# breaks: rule 3
# caught by: test_every_error_and_every_value
# student reads: it does not stand twice

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
        errors: list[Any] = []
        for task in tasks:
            if task.exception() not in errors:
                errors.append(task.exception())
        raise ExceptionGroup("nobody had an answer", errors)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
