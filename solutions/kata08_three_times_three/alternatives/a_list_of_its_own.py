"""A class for the list, which is filled from its end while all the pages are under way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Pages(list[Any]):
    """Pages in the order in which they were asked for."""

    async def take(self, tasks: list[asyncio.Task[Any]]) -> Pages:
        """Wait for the last in the list first: the order of waiting is not the order of coming."""
        for task in reversed(tasks):
            self.insert(0, await task)
        return self


async def fetch_all(fetch: Callable[[Any], Coroutine[Any, Any, Any]], ids: list[Any]) -> list[Any]:
    """Give the page of each id, in the order of the ids."""
    return await Pages().take([asyncio.create_task(fetch(id)) for id in ids])
