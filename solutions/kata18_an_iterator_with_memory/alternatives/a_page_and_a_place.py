"""An iterator that keeps a page and a place in it, and asks for the next page in a method of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any


class Pages:
    def __init__(self, fetch: Any) -> None:
        self.fetch = fetch

    def __aiter__(self) -> AsyncIterator[Any]:
        return Walk(self.fetch)


class Walk:
    def __init__(self, fetch: Any) -> None:
        self.fetch = fetch
        self.page: tuple[list[Any], Any] | None = None
        self.place = 0

    def __aiter__(self) -> Walk:
        return self

    async def __anext__(self) -> Any:
        while self.page is None or self.place == len(self.page[0]):
            await self.turn()
        item = self.page[0][self.place]
        self.place += 1
        return item

    async def turn(self) -> None:
        """Go to the next page."""
        if self.page is not None and self.page[1] is None:
            raise StopAsyncIteration
        self.page = await self.fetch(None if self.page is None else self.page[1])
        self.place = 0
