"""Awaits the coroutine once more when it was cancelled."""
# misconception: M12
# breaks: rule 3
# caught by: test_the_commit_lands_first
# student reads: can be awaited only once

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    try:
        return await asyncio.shield(aw)
    except asyncio.CancelledError:
        await aw
        raise
