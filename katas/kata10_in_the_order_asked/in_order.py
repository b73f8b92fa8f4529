"""In the order asked: results where they belong, and the order of finishing beside them."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it
from collections.abc import Awaitable
from typing import Any


async def ask_all(jobs: dict[str, Awaitable[Any]]) -> tuple[dict[str, Any], list[str]]:
    """Give the results by name, in the order asked, and the names in the order of finishing."""
    raise NotImplementedError("write ask_all")


async def split_outcomes(*aws: Awaitable[Any]) -> tuple[list[Any], list[BaseException]]:
    """Give the results of those that succeeded and the exceptions of those that did not."""
    raise NotImplementedError("write split_outcomes")
