"""The commit must land: finish first, and let the cancellation go on its way then."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it
from collections.abc import Awaitable
from typing import Any


async def finish_first(aw: Awaitable[Any]) -> Any:
    """Return the value of `aw`; when cancelled, wait for its end before CancelledError leaves."""
    raise NotImplementedError("write finish_first")
