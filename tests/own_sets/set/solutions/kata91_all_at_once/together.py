"""Every job has a task before the first is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def together(jobs: list[Awaitable[Any]]) -> list[Any]:
    """The result of each, in the order of `jobs`."""
    return list(await asyncio.gather(*jobs))
