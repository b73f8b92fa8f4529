"""A callback notes each name; a watcher for each awaitable says on which pile its outcome belongs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def ask_all(jobs: dict[str, Awaitable[Any]]) -> tuple[dict[str, Any], list[str]]:
    finished: list[str] = []
    asked = {name: asyncio.ensure_future(job) for name, job in jobs.items()}
    for name, one in asked.items():
        one.add_done_callback(lambda _, name=name: finished.append(name))
    await asyncio.gather(*asked.values())
    return {name: one.result() for name, one in asked.items()}, finished


async def split_outcomes(*aws: Awaitable[Any]) -> tuple[list[Any], list[BaseException]]:
    async def watched(aw: Awaitable[Any]) -> Any:
        try:
            return await aw
        except (Exception, asyncio.CancelledError) as failure:
            return failure

    async with asyncio.TaskGroup() as group:
        watchers = [group.create_task(watched(aw)) for aw in aws]
    piles: tuple[list[Any], list[BaseException]] = ([], [])
    for watcher in watchers:
        piles[isinstance(watcher.result(), BaseException)].append(watcher.result())
    return piles
