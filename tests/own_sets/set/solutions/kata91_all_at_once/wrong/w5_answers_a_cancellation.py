"""Believes that whoever cancels wants an answer."""
# misconception: M05
# breaks: rule 3
# caught by: test_who_cancels
# student reads: CancelledError has to leave

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def together(jobs: list[Awaitable[Any]]) -> list[Any]:
    """The result of each, in the order of `jobs`."""
    try:
        return list(await asyncio.gather(*jobs))
    except asyncio.CancelledError:
        return []
