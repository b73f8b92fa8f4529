"""Goes through as_completed, and leaves at the first value."""
# misconception: M08
# breaks: rule 4
# caught by: test_the_first_one_wins
# student reads: a mirror that had lost went on

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def first_success(*aws: Awaitable[Any]) -> Any:
    """Return the value of the first that does not fail; raise an ExceptionGroup where all do."""
    if not aws:
        raise ValueError("there is nobody to ask")
    tasks = [asyncio.ensure_future(aw) for aw in aws]
    errors = []
    for next_one in asyncio.as_completed(tasks):
        try:
            return await next_one
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("nobody had an answer", errors)
