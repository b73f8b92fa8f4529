"""Pages of a shop: a task group for the two ways of a page, and one for the pages."""

from __future__ import annotations

import asyncio
from typing import Any


async def build_page(api: Any, uid: Any) -> Any:
    """Fetch what a page needs, and render it."""

    async def user_and_orders() -> tuple[Any, Any]:
        user = await api.user(uid)
        return user, await api.orders(user)

    async with asyncio.TaskGroup() as group:
        first = group.create_task(user_and_orders())
        weather = group.create_task(api.weather(uid))
    return await api.render(*first.result(), weather.result())


async def build_pages(api: Any, uids: list[Any]) -> list[Any]:
    """Build the pages of several customers."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(build_page(api, uid)) for uid in uids]
    return [task.result() for task in tasks]
