"""Fetches the last page once more to be sure that nothing new has come."""
# misconception: M00
# breaks: rule 6
# caught by: test_the_end_stays_the_end
# student reads: and fetched again

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any


class Pages:
    """Go through all items of all pages, as often as you like."""

    def __init__(self, fetch: Callable[[Any], Awaitable[tuple[list[Any], Any]]]) -> None:
        self._fetch = fetch

    def __aiter__(self) -> AsyncIterator[Any]:
        """Return an iterator that begins with the first page."""
        return PageIterator(self._fetch)


class PageIterator:
    """One way through the pages."""

    def __init__(self, fetch: Callable[[Any], Awaitable[tuple[list[Any], Any]]]) -> None:
        self._fetch = fetch
        self._items: deque[Any] = deque()
        self._cursor: Any = None
        self._last_is_here = False
        self._last = None
        self._ended = False

    def __aiter__(self) -> PageIterator:
        return self

    async def __anext__(self) -> Any:
        while not self._items:
            if self._last_is_here:
                if self._ended:
                    await self._fetch(self._last)
                self._ended = True
                raise StopAsyncIteration
            self._last = self._cursor
            items, self._cursor = await self._fetch(self._cursor)
            self._items.extend(items)
            self._last_is_here = self._cursor is None
        return self._items.popleft()
