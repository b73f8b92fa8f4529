"""Believes that gather, when it is cancelled, waits for all that it cancels."""
# misconception: M39
# breaks: rule 6
# caught by: test_cancelled_at_any_moment
# student reads: was over before all of its calls had ended

from __future__ import annotations

import asyncio


async def build_page(api, uid):
    return (await build_pages(api, [uid]))[0]


async def build_pages(api, uids):
    tasks = []

    def start(coroutine):
        tasks.append(asyncio.create_task(coroutine))
        return tasks[-1]

    async def user_and_orders(uid):
        user = await api.user(uid)
        return user, await api.orders(user)

    async def page(uid):
        (user, orders), weather = await asyncio.gather(start(user_and_orders(uid)), start(api.weather(uid)))
        return await api.render(user, orders, weather)

    pages = [start(page(uid)) for uid in uids]
    try:
        return list(await asyncio.gather(*pages))
    except Exception:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
