"""Lets ten pages be built at a time."""
# misconception: M02
# breaks: rule 4
# caught by: test_many_pages
# student reads: some had to wait

from __future__ import annotations

import asyncio


async def user_and_orders(api, uid):
    user = await api.user(uid)
    return user, await api.orders(user)


async def build_page(api, uid):
    async with asyncio.TaskGroup() as group:
        first = group.create_task(user_and_orders(api, uid))
        weather = group.create_task(api.weather(uid))
    return await api.render(*first.result(), weather.result())


async def build_pages(api, uids):
    slots = asyncio.Semaphore(10)

    async def one(uid):
        async with slots:
            return await build_page(api, uid)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(uid)) for uid in uids]
    return [task.result() for task in tasks]
