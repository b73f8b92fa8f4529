"""Builds one page quickly, and then the next."""
# misconception: M02
# breaks: rule 4
# caught by: test_many_pages
# student reads: pages do not need each other

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
    return [await build_page(api, uid) for uid in uids]
