"""wait_for around a wrapper that keeps the job's own failure apart, and a task group for the many."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def value_or(aw: Awaitable[Any], seconds: float | None, default: Any) -> Any:
    if isinstance(aw, asyncio.Future) and aw.done():
        return aw.result()
    own: list[TimeoutError] = []

    async def keep_apart() -> Any:
        try:
            return await aw
        except TimeoutError as error:
            own.append(error)
            return None

    waiter = asyncio.ensure_future(keep_apart())
    if seconds is not None and seconds <= 0:
        # Let it start, so that what it awaits is cancelled with it.
        await asyncio.sleep(0)
    try:
        value = await asyncio.wait_for(waiter, seconds)
    except TimeoutError:
        return default
    if own:
        raise own[0]
    return value


async def within(seconds: float, aws: list[Awaitable[Any]]) -> list[Any]:
    async with asyncio.TaskGroup() as group:
        answers = [group.create_task(value_or(aw, seconds, None)) for aw in aws]
    return [answer.result() for answer in answers]
