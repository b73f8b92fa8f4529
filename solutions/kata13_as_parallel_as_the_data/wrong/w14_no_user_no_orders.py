"""Believes that a false user has no orders."""
# misconception: M12
# breaks: rules 1 and 2
# caught by: test_whatever_they_return
# student reads: orders was called 0 times

from __future__ import annotations

import asyncio


async def user_and_orders(api, uid):
    user = await api.user(uid)
    return user, await api.orders(user) if user else []


async def build_page(api, uid):
    async with asyncio.TaskGroup() as group:
        first = group.create_task(user_and_orders(api, uid))
        weather = group.create_task(api.weather(uid))
    return await api.render(*first.result(), weather.result())


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
