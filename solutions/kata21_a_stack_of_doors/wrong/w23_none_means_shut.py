"""Takes a door that returned None for one that did not open."""
# misconception: M27
# breaks: rule 5
# caught by: test_one_does_not_open
# student reads: with None or a false value

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager


@asynccontextmanager
async def timed(label, record):
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        yield
    finally:
        record(label, loop.time() - began)


@asynccontextmanager
async def open_all(*doors):
    values = [None] * len(doors)

    async def enter(number, door):
        values[number] = await door.__aenter__()

    tasks = [asyncio.create_task(enter(number, door)) for number, door in enumerate(doors)]
    try:
        await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        async with AsyncExitStack() as stack:
            for door, value in zip(doors, values):
                if value is not None:
                    stack.push_async_exit(door)
        raise
    async with AsyncExitStack() as stack:
        for door in doors:
            stack.push_async_exit(door)
        yield values
