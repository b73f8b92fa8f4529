"""One flat TaskGroup: all calls of all pages are its tasks, so a failure cancels everything at its moment."""

from __future__ import annotations

import asyncio


async def _page(group, api, uid):
    weather = group.create_task(api.weather(uid))
    user = await api.user(uid)
    orders = await api.orders(user)
    return await api.render(user, orders, await weather)


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        pages = [group.create_task(_page(group, api, uid)) for uid in uids]
    return [page.result() for page in pages]


async def build_page(api, uid):
    [page] = await build_pages(api, [uid])
    return page
