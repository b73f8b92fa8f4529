"""Shields the weather from whoever cancels the page."""
# misconception: M08
# breaks: rules 5 and 6
# caught by: test_cancelled_at_any_moment
# student reads: calls ran on

from __future__ import annotations

import asyncio


async def user_and_orders(api, uid):
    user = await api.user(uid)
    return user, await api.orders(user)


async def build_page(api, uid):
    weather = asyncio.create_task(api.weather(uid))
    async with asyncio.TaskGroup() as group:
        first = group.create_task(user_and_orders(api, uid))
        group.create_task(wait_for(weather))
    return await api.render(*first.result(), weather.result())


async def wait_for(weather):
    return await asyncio.shield(weather)


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
