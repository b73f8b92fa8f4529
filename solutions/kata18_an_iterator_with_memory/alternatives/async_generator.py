"""`__aiter__` is an async generator method: each call of it makes a new generator."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any


class Pages:
    def __init__(self, fetch: Callable[[Any], Awaitable[tuple[list[Any], Any]]]) -> None:
        self.fetch = fetch

    async def __aiter__(self) -> AsyncIterator[Any]:
        items, cursor = await self.fetch(None)
        while True:
            for item in items:
                yield item
            if cursor is None:
                return
            items, cursor = await self.fetch(cursor)
