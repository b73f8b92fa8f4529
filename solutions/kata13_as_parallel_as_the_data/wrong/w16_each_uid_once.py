"""Keeps the pages in a dict, and builds one for each uid."""
# misconception: M00
# breaks: rules 2 and 4
# caught by: test_many_pages
# student reads: was not called for each of them

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
    async with asyncio.TaskGroup() as group:
        tasks = {uid: group.create_task(build_page(api, uid)) for uid in set(uids)}
    return [tasks[uid].result() for uid in uids]
