"""Believes that there is always something to do."""
# misconception: M27
# breaks: rule 4
# caught by: test_nothing_to_do
# student reads: think of an empty list

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def together(jobs: list[Awaitable[Any]]) -> list[Any]:
    """The result of each, in the order of `jobs`."""
    tasks = [asyncio.ensure_future(job) for job in jobs]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    return [task.result() for task in tasks if task in done]
