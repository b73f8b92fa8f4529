"""Each call is a task that awaits the tasks it needs; asyncio.wait looks for the first failure."""

from __future__ import annotations

import asyncio


async def ended(tasks):
    try:
        if tasks:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        failed = [task for task in tasks if task.done() and not task.cancelled() and task.exception()]
        if failed:
            raise failed[0].exception()
        return [task.result() for task in tasks]
    finally:
        running = [task for task in tasks if not task.done()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)


async def build_page(api, uid):
    async def orders():
        return await api.orders(await user)

    user = asyncio.create_task(api.user(uid))
    weather = asyncio.create_task(api.weather(uid))
    return await api.render(*await ended([user, asyncio.create_task(orders()), weather]))


async def build_pages(api, uids):
    return await ended([asyncio.create_task(build_page(api, uid)) for uid in uids])
