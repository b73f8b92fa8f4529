"""Believes that no commit takes longer than a minute."""
# misconception: M08
# breaks: rule 3
# caught by: test_however_long_and_however_often
# student reads: also a day

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
            await asyncio.wait([inner], timeout=60 if asked else None)
        except asyncio.CancelledError as error:
            asked = error
        else:
            break
    if asked is not None:
        raise asked
    return inner.result()
