"""Collects the errors in the order in which they came."""
# misconception: M07
# breaks: rule 3
# caught by: test_all_of_them_fail
# student reads: not in the order of the arguments

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
        errors = []
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            errors += [task.exception() for task in done if task.exception()]
            for task in tasks:
                if task.done() and task.exception() is None:
                    return task.result()
        raise ExceptionGroup("nobody had an answer", errors)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
