"""One empty future for each job: whichever job ends next fills the first that is still empty."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack


async def in_completion_order(jobs):
    loop = asyncio.get_running_loop()
    row = [loop.create_future() for _ in jobs]
    empty = iter(row)

    async def ended(task):
        while not task.done():
            await asyncio.wait({task})

    async with AsyncExitStack() as stack:
        tasks = []
        for key, job in jobs.items():
            task = asyncio.ensure_future(job)
            task.add_done_callback(lambda task, key=key: next(empty).set_result((key, task)))
            tasks.append(task)
            stack.push_async_callback(ended, task)
        # Ask all of them to stop before the first is waited for.
        stack.callback(lambda: [task.cancel() for task in tasks])
        for place in row:
            key, task = await asyncio.shield(place)
            yield key, task.result()
