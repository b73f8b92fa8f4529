"""Wraps the error of a commit in one of its own."""
# misconception: M23
# breaks: rule 2
# caught by: test_a_commit_that_fails
# student reads: The very error of the commit

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    inner = asyncio.ensure_future(aw)
    asked: asyncio.CancelledError | None = None
    while not inner.done():
        try:
            await asyncio.wait([inner])
        except asyncio.CancelledError as error:
            asked = error
    try:
        value = inner.result()
    except Exception as error:
        raise RuntimeError("the commit failed") from error
    if asked is not None:
        raise asked
    return value
