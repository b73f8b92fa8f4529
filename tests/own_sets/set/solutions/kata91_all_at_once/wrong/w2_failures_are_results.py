"""Believes that an exception is a result like any other."""
# misconception: M09
# breaks: rule 2
# caught by: test_a_failure_leaves
# student reads: has to leave together

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def together(jobs: list[Awaitable[Any]]) -> list[Any]:
    """The result of each, in the order of `jobs`."""
    return list(await asyncio.gather(*jobs, return_exceptions=True))
