"""Asks the next mirror when the last has failed."""
# misconception: M02
# breaks: rule 1
# caught by: test_the_first_one_wins
# student reads: before you looked at the others

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def first_success(*aws: Awaitable[Any]) -> Any:
    """Return the value of the first that does not fail; raise an ExceptionGroup where all do."""
    if not aws:
        raise ValueError("there is nobody to ask")
    errors = []
    for aw in aws:
        try:
            return await aw
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("nobody had an answer", errors)
