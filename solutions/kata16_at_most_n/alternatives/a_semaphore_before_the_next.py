"""Takes a slot before it takes the next factory; each job gives its slot back when it is done."""

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError(n)
    slots, tasks = asyncio.Semaphore(n), []
    failed = asyncio.get_running_loop().create_future()

    def done(task):
        slots.release()
        if not task.cancelled() and task.exception() and not failed.done():
            failed.set_exception(task.exception())

    async def job(factory):
        return await factory()

    async def feed():
        await slots.acquire()
        for factory in factories:
            tasks.append(asyncio.create_task(job(factory)))
            tasks[-1].add_done_callback(done)
            await slots.acquire()
            if failed.done():
                break
        if tasks:
            await asyncio.wait(tasks)

    feeding = asyncio.create_task(feed())
    try:
        await asyncio.wait([feeding, failed], return_when=asyncio.FIRST_COMPLETED)
        if failed.done():
            raise failed.exception()
        return [task.result() for task in tasks]
    finally:
        failed.cancel()
        for task in [feeding, *tasks]:
            task.cancel()
        await asyncio.gather(feeding, *tasks, return_exceptions=True)
