"""Raises the error that came last."""
# misconception: M09
# breaks: rule 3
# caught by: test_all_of_them_fail
# student reads: the error of only one of them left

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def first_success(*aws: Awaitable[Any]) -> Any:
    """Return the value of the first that does not fail; raise an ExceptionGroup where all do."""
    if not aws:
        raise ValueError("there is nobody to ask")
    tasks = [asyncio.ensure_future(aw) for aw in aws]
    try:
        last = None
        for next_one in asyncio.as_completed(tasks):
            try:
                return await next_one
            except Exception as error:
                last = error
        raise last
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
