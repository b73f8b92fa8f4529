"""The stopwatch with except and else; the doors from a task group that hands its one exception out of the group."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any


@asynccontextmanager
async def timed(label: str, record: Any) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        yield
    except BaseException:
        record(label, loop.time() - began)
        raise
    record(label, loop.time() - began)


@asynccontextmanager
async def open_all(*doors: Any) -> AsyncIterator[list[Any]]:
    opened: dict[int, Any] = {}
    failed: list[BaseException] = []

    async def open_one(place: int, door: Any, others: list[asyncio.Task[None]]) -> None:
        try:
            opened[place] = await door.__aenter__()
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            failed.append(error)
            for other in others:
                if other is not asyncio.current_task():
                    other.cancel()

    tasks: list[asyncio.Task[None]] = []
    tasks += [asyncio.create_task(open_one(place, door, tasks)) for place, door in enumerate(doors)]
    async with AsyncExitStack() as stack:
        try:
            if tasks:
                await asyncio.wait(tasks)
        except asyncio.CancelledError:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise
        finally:
            for place in sorted(opened):
                stack.push_async_exit(doors[place])
        if failed:
            raise failed[0]
        yield [opened[place] for place in range(len(doors))]
