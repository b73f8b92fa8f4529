"""Fetches what needs nothing, then what needs it."""
# misconception: M19
# breaks: rule 3
# caught by: test_the_shortest_time
# student reads: orders needs the user only

from __future__ import annotations

import asyncio


async def build_page(api, uid):
    user, weather = await asyncio.gather(api.user(uid), api.weather(uid))
    orders = await api.orders(user)
    return await api.render(user, orders, weather)


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
