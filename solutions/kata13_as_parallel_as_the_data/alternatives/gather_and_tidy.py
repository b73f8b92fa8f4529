"""gather for both, and a finally that ends what gather leaves running."""

from __future__ import annotations

import asyncio


async def together(*coroutines):
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def known(api, uid):
    user = await api.user(uid)
    return user, await api.orders(user)


async def build_page(api, uid):
    (user, orders), weather = await together(known(api, uid), api.weather(uid))
    return await api.render(user, orders, weather)


async def build_pages(api, uids):
    return await together(*(build_page(api, uid) for uid in uids))
