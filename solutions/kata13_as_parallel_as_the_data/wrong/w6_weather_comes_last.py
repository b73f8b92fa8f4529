"""Starts the weather, and hears of its failure only when its turn has come."""
# misconception: M09
# breaks: rule 5
# caught by: test_a_call_fails
# student reads: noticed only later

from __future__ import annotations

import asyncio


async def build_page(api, uid):
    weather = asyncio.create_task(api.weather(uid))
    try:
        user = await api.user(uid)
        orders = await api.orders(user)
        return await api.render(user, orders, await weather)
    finally:
        weather.cancel()
        await asyncio.gather(weather, return_exceptions=True)


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
