"""Keeps users from call to call."""
# misconception: M40
# breaks: rule 2
# caught by: test_whatever_they_return
# student reads: user was called 1 times

from __future__ import annotations

import asyncio


USERS = {}


async def user_and_orders(api, uid):
    if uid not in USERS:
        USERS[uid] = await api.user(uid)
    return USERS[uid], await api.orders(USERS[uid])


async def build_page(api, uid):
    async with asyncio.TaskGroup() as group:
        first = group.create_task(user_and_orders(api, uid))
        weather = group.create_task(api.weather(uid))
    return await api.render(*first.result(), weather.result())


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
