"""Pages of a shop: right, and slow."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it
from typing import Any


async def build_page(api: Any, uid: Any) -> Any:
    """Fetch what a page needs, and render it."""
    user = await api.user(uid)
    orders = await api.orders(user)
    weather = await api.weather(uid)
    return await api.render(user, orders, weather)


async def build_pages(api: Any, uids: list[Any]) -> list[Any]:
    """Build the pages of several customers."""
    return [await build_page(api, uid) for uid in uids]
