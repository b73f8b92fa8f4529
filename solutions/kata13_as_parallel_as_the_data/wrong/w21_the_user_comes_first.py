"""Believes that the user is always there before the weather."""
# misconception: M00
# breaks: rule 3
# caught by: test_a_slow_user
# student reads: the weather is there long before the user

from __future__ import annotations

import asyncio


async def build_page(api, uid):
    async with asyncio.TaskGroup() as group:
        user = group.create_task(api.user(uid))
        weather = group.create_task(api.weather(uid))
        await asyncio.wait([user, weather], return_when=asyncio.FIRST_COMPLETED)
        orders = group.create_task(api.orders(user.result()))
    return await api.render(user.result(), orders.result(), weather.result())


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
