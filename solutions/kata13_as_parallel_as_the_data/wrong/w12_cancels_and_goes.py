"""Believes that cancel() has cancelled."""
# misconception: M39
# breaks: rules 5 and 6
# caught by: test_a_call_fails
# student reads: before all that was cancelled had ended

from __future__ import annotations

import asyncio


async def user_and_orders(api, uid):
    user = await api.user(uid)
    return user, await api.orders(user)


async def build_page(api, uid):
    tasks = [asyncio.create_task(user_and_orders(api, uid)), asyncio.create_task(api.weather(uid))]
    try:
        (user, orders), weather = await asyncio.gather(*tasks)
        return await api.render(user, orders, weather)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.sleep(0)


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
