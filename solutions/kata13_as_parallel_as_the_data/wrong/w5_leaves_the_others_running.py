"""Believes that gather ends the others when one fails."""
# misconception: M08
# breaks: rule 5
# caught by: test_a_call_fails
# student reads: other calls still ran

from __future__ import annotations

import asyncio


async def user_and_orders(api, uid):
    user = await api.user(uid)
    return user, await api.orders(user)


async def build_page(api, uid):
    (user, orders), weather = await asyncio.gather(user_and_orders(api, uid), api.weather(uid))
    return await api.render(user, orders, weather)


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
