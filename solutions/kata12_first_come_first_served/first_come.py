"""First come, first served: every task puts itself into a queue when it is done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from typing import Any


async def in_completion_order(jobs: dict[Any, Awaitable[Any]]) -> AsyncGenerator[tuple[Any, Any], None]:
    """Deliver (key, result) of each job when it ends."""
    ended: asyncio.Queue[asyncio.Future[Any]] = asyncio.Queue()
    keys = {asyncio.ensure_future(job): key for key, job in jobs.items()}
    for task in keys:
        task.add_done_callback(ended.put_nowait)
    try:
        for _ in range(len(keys)):
            task = await ended.get()
            yield keys[task], task.result()
    finally:
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)
