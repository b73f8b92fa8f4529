"""Starts all three at once, though the orders need the user."""
# misconception: M00
# breaks: rules 1 and 3
# caught by: test_the_shortest_time
# student reads: orders was begun before its user

from __future__ import annotations

import asyncio


async def build_page(api, uid):
    async def orders():
        found = await api.orders(None)
        await user
        await asyncio.sleep(2)
        return found

    user = asyncio.create_task(api.user(uid))
    found, weather = await asyncio.gather(orders(), api.weather(uid))
    return await api.render(user.result(), found, weather)


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
