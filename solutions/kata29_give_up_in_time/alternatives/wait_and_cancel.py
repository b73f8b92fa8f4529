"""asyncio.wait with a timeout for both; what is pending is cancelled by hand and waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from typing import Any


async def value_or(aw: Awaitable[Any], seconds: float | None, default: Any) -> Any:
    job = asyncio.ensure_future(aw)
    late = await give_time([job], seconds)
    return default if late else job.result()


async def within(seconds: float, aws: list[Awaitable[Any]]) -> list[Any]:
    jobs = [asyncio.ensure_future(aw) for aw in aws]
    late = await give_time(jobs, seconds)
    return [None if job in late else job.result() for job in jobs]


async def give_time(jobs: Iterable[asyncio.Future[Any]], seconds: float | None) -> set[asyncio.Future[Any]]:
    """Wait until all are done or the time is up, stop the rest, and tell which had to be stopped."""
    late = {job for job in jobs if not job.done()}
    try:
        if late:
            _, late = await asyncio.wait(late, timeout=seconds)
    finally:
        for job in late:
            job.cancel()
    if late:
        await asyncio.wait(late)
    return late
