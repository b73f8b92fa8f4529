"""Keeps the cancellation in the module."""
# misconception: M40
# breaks: rule 8
# caught by: test_calls_know_nothing_of_each_other
# student reads: another one was told that it was

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


ASKED: list[asyncio.CancelledError] = []


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    inner = asyncio.ensure_future(aw)
    while not inner.done():
        try:
            await asyncio.wait([inner])
        except asyncio.CancelledError as error:
            ASKED.append(error)
    value = inner.result()
    if ASKED:
        raise ASKED.pop()
    return value
