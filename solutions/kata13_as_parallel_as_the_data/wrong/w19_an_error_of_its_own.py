"""Raises an error of its own in the place of what happened."""
# misconception: M23
# breaks: rule 5
# caught by: test_a_call_fails
# student reads: that very one has to leave

from __future__ import annotations

import asyncio


async def user_and_orders(api, uid):
    user = await api.user(uid)
    return user, await api.orders(user)


async def fast_page(api, uid):
    async with asyncio.TaskGroup() as group:
        first = group.create_task(user_and_orders(api, uid))
        weather = group.create_task(api.weather(uid))
    return await api.render(*first.result(), weather.result())


async def build_page(api, uid):
    try:
        return await fast_page(api, uid)
    except ExceptionGroup as failure:
        raise RuntimeError(f"no page for {uid}") from failure


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
