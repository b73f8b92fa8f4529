"""Asks itself for the next page, one call deeper each time."""
# misconception: M27
# breaks: rule 5
# caught by: test_any_number_of_pages
# student reads: RecursionError

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

    def __aiter__(self) -> PageIterator:
        return self

    async def __anext__(self) -> Any:
        if self._items:
            return self._items.popleft()
        if self._last_is_here:
            raise StopAsyncIteration
        items, self._cursor = await self._fetch(self._cursor)
        self._items.extend(items)
        self._last_is_here = self._cursor is None
        return await self.__anext__()
