"""Asks for the user once for the page and once more for the orders."""
# misconception: M12
# breaks: rule 2
# caught by: test_the_shortest_time
# student reads: user was called 2 times

from __future__ import annotations

import asyncio


async def orders_of(api, uid):
    return await api.orders(await api.user(uid))


async def build_page(api, uid):
    async with asyncio.TaskGroup() as group:
        user = group.create_task(api.user(uid))
        orders = group.create_task(orders_of(api, uid))
        weather = group.create_task(api.weather(uid))
    return await api.render(user.result(), orders.result(), weather.result())


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
