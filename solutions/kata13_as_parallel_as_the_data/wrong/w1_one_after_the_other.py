"""Awaits each call before the next."""
# misconception: M02
# breaks: rule 3
# caught by: test_the_shortest_time
# student reads: the weather does not need the user

from __future__ import annotations

import asyncio


async def build_page(api, uid):
    user = await api.user(uid)
    orders = await api.orders(user)
    weather = await api.weather(uid)
    return await api.render(user, orders, weather)


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
