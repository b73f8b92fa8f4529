"""Takes a false value for no value."""
# misconception: M27
# breaks: rule 1
# caught by: test_every_value_and_every_error
# student reads: counts as false in an `if`

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
    value = inner.result()
    if asked is not None:
        raise asked
    return value or None
