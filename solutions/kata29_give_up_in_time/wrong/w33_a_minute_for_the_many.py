"""Believes that a minute is more than enough for the many."""
# misconception: M27
# breaks: rule 9
# caught by: test_no_longer_than_needed
# student reads: needed an hour to tidy up

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def value_or(aw: Awaitable[Any], seconds: float | None, default: Any) -> Any:
    """Return the value of `aw` if it comes within `seconds`, else `default`."""
    try:
        async with asyncio.timeout(seconds) as limit:
            return await aw
    except TimeoutError:
        # The job may have raised a TimeoutError of its own; only ours means that it was late.
        if limit.expired():
            return default
        raise


async def within(seconds: float, aws: list[Awaitable[Any]]) -> list[Any]:
    """Return what each of `aws` gave within `seconds`, in the order asked, and None for the late ones."""
    jobs = [asyncio.ensure_future(aw) for aw in aws]
    try:
        async with asyncio.timeout(60):
            return await asyncio.gather(*(value_or(job, seconds, None) for job in jobs))
    finally:
        # Cancelled in our first turn, no value_or has begun: what they would have stopped is for us to stop.
        for job in jobs:
            job.cancel()
