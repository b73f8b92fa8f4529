"""wait_for around a wrapper that keeps the job's own failure apart, and a task group for the many."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def value_or(aw: Awaitable[Any], seconds: float | None, default: Any) -> Any:
    job = asyncio.ensure_future(aw)
    if job.done():
        return job.result()
    own: list[TimeoutError] = []

    async def keep_apart() -> Any:
        try:
            return await job
        except TimeoutError as error:
            own.append(error)
            return None

    waiter = asyncio.ensure_future(keep_apart())
    try:
        if seconds is not None and seconds <= 0:
            # Let it start, so that what it awaits is cancelled with it.
            await asyncio.sleep(0)
        value = await asyncio.wait_for(waiter, seconds)
    except TimeoutError:
        return default
    finally:
        # Where the waiter was cancelled before it began, it did not pass that on.
        job.cancel()
    if own:
        raise own[0]
    return value


async def within(seconds: float, aws: list[Awaitable[Any]]) -> list[Any]:
    jobs = [asyncio.ensure_future(aw) for aw in aws]
    try:
        async with asyncio.TaskGroup() as group:
            answers = [group.create_task(value_or(job, seconds, None)) for job in jobs]
    finally:
        for job in jobs:
            job.cancel()
    return [answer.result() for answer in answers]
