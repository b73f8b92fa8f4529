"""Believes that a failure can be left out of a page."""
# misconception: M09
# breaks: rule 5
# caught by: test_a_call_fails
# student reads: as if nothing had happened

from __future__ import annotations

import asyncio


async def user_and_orders(api, uid):
    user = await api.user(uid)
    return user, await api.orders(user)


async def build_page(api, uid):
    first, weather = await asyncio.gather(user_and_orders(api, uid), api.weather(uid), return_exceptions=True)
    if isinstance(first, Exception) or isinstance(weather, Exception):
        return None
    return await api.render(*first, weather)


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
