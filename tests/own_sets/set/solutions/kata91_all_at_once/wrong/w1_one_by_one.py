"""Awaits each before the next is started."""
# misconception: M02
# breaks: rule 1
# caught by: test_the_slowest_decides
# student reads: 3.0 = 2 + 1

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any


async def together(jobs: list[Awaitable[Any]]) -> list[Any]:
    """The result of each, in the order of `jobs`."""
    return [await job for job in jobs]
