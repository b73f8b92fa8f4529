"""Believes that an object to go through is its own iterator, always."""
# misconception: M29
# breaks: rule 7
# caught by: test_a_second_time
# student reads: The second time nothing came

from __future__ import annotations

from collections import deque


class Pages:
    def __init__(self, fetch):
        self._fetch = fetch
        self._items = deque()
        self._cursor = None
        self._last_is_here = False

    def __aiter__(self):
        return self

    async def __anext__(self):
        while not self._items:
            if self._last_is_here:
                raise StopAsyncIteration
            items, self._cursor = await self._fetch(self._cursor)
            self._items.extend(items)
            self._last_is_here = self._cursor is None
        return self._items.popleft()
