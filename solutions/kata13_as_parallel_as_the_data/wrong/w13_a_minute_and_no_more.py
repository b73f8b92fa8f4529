"""Believes that a call which takes more than a minute will never end."""
# misconception: M27
# breaks: rule 3
# caught by: test_however_long
# student reads: one of them takes long

from __future__ import annotations

import asyncio


async def user_and_orders(api, uid):
    user = await api.user(uid)
    return user, await api.orders(user)


async def build_page(api, uid):
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        first = group.create_task(user_and_orders(api, uid))
        weather = group.create_task(api.weather(uid))
    return await api.render(*first.result(), weather.result())


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
