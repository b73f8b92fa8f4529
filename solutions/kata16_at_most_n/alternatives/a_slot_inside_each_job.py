"""A task for each factory; a semaphore around making and awaiting its job."""

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError(f"{n} is too few")
    slots = asyncio.Semaphore(n)

    async def one(factory):
        async with slots:
            return await factory()

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(factory)) for factory in factories]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]
