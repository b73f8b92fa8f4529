"""Each fetch puts its page into the place kept for it, in a group that waits for all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def fetch_all(fetch: Callable[[Any], Coroutine[Any, Any, Any]], ids: list[Any]) -> list[Any]:
    pages: list[Any] = [None] * len(ids)

    async def fill(place: int, id: Any) -> None:
        pages[place] = await fetch(id)

    async with asyncio.TaskGroup() as group:
        for place, id in enumerate(ids):
            group.create_task(fill(place, id))
    return pages
