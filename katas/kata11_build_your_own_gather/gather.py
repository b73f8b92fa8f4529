"""Build your own gather: asyncio.gather, asyncio.TaskGroup and asyncio.wait are locked here."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it
from collections.abc import Awaitable
from typing import Any


async def my_gather(*aws: Awaitable[Any], return_exceptions: bool = False) -> list[Any]:
    """Run all at the same time; give their results in the order of the arguments."""
    raise NotImplementedError("write my_gather")
