"""Believes that the weather of a uid is the same for the next page."""
# misconception: M40
# breaks: rule 2
# caught by: test_whatever_they_return
# student reads: not all of it was fetched again

from __future__ import annotations

import asyncio

_weather = {}


async def _weather_of(api, uid):
    if (id(api), uid) not in _weather:
        _weather[id(api), uid] = await api.weather(uid)
    return _weather[id(api), uid]


async def _page(group, api, uid):
    weather = group.create_task(_weather_of(api, uid))
    user = await api.user(uid)
    orders = await api.orders(user)
    return await api.render(user, orders, await weather)


async def build_pages(api, uids):
    async with asyncio.TaskGroup() as group:
        pages = [group.create_task(_page(group, api, uid)) for uid in uids]
    return [page.result() for page in pages]


async def build_page(api, uid):
    return (await build_pages(api, [uid]))[0]
