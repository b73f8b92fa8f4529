"""Believes that the first page to be built is the first asked for."""
# misconception: M07
# breaks: rule 4
# caught by: test_many_pages
# student reads: not in the order of the uids

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
    pages = []

    async def one(uid):
        pages.append(await build_page(api, uid))

    async with asyncio.TaskGroup() as group:
        for uid in uids:
            group.create_task(one(uid))
    return pages
