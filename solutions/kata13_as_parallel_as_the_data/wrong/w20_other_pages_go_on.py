"""Believes that the pages of others are not concerned when one fails."""
# misconception: M08
# breaks: rule 5
# caught by: test_a_page_fails
# student reads: other calls still ran

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
    return list(await asyncio.gather(*(build_page(api, uid) for uid in uids)))
