"""Asks every tenth of a second whether the commit has landed."""
# misconception: M10
# breaks: rule 3
# caught by: test_the_commit_lands_first
# student reads: be told, do not look

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
            await asyncio.sleep(0.1)
        except asyncio.CancelledError as error:
            asked = error
    value = inner.result()
    if asked is not None:
        raise asked
    return value
