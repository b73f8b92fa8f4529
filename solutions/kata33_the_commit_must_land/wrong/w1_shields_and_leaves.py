"""Believes that shield is all there is to it."""
# misconception: M08
# breaks: rule 3
# caught by: test_the_commit_lands_first
# student reads: while the commit was still in flight

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    return await asyncio.shield(aw)
