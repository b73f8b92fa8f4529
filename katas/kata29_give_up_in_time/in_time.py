"""Give up in time: one answer or a plan B, and many answers as far as they came."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it
from collections.abc import Awaitable
from typing import Any


async def value_or(aw: Awaitable[Any], seconds: float | None, default: Any) -> Any:
    """Return the value of `aw` if it comes within `seconds`, else `default`."""
    raise NotImplementedError("write value_or")


async def within(seconds: float, aws: list[Awaitable[Any]]) -> list[Any]:
    """Return what each of `aws` gave within `seconds`, in the order asked, and None for the late ones."""
    raise NotImplementedError("write within")
