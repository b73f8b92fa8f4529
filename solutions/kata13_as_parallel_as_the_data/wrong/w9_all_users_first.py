"""Fetches the users and the weather of all pages, then the orders of all, then renders all."""
# misconception: M19
# breaks: rule 4
# caught by: test_many_pages
# student reads: waited for something of another page

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
    async def all_of(coroutines):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(coroutine) for coroutine in coroutines]
        return [task.result() for task in tasks]

    async with asyncio.TaskGroup() as group:
        users = group.create_task(all_of([user_and_orders(api, uid) for uid in uids]))
        weather = group.create_task(all_of([api.weather(uid) for uid in uids]))
    return await all_of([api.render(*one, sky) for one, sky in zip(users.result(), weather.result(), strict=True)])
