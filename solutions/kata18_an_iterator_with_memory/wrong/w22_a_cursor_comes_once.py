"""Ends where a cursor comes again, lest it go round in circles."""
# misconception: M00
# breaks: rule 2
# caught by: test_only_none_is_the_end
# student reads: A cursor that had come before

from __future__ import annotations

from collections import deque


class Pages:
    def __init__(self, fetch):
        self._fetch = fetch

    def __aiter__(self):
        return _Iterator(self._fetch)


class _Iterator:
    def __init__(self, fetch):
        self._fetch = fetch
        self._items = deque()
        self._cursor = None
        self._done = False

    def __aiter__(self):
        return self

    async def __anext__(self):
        while not self._items:
            if self._done:
                raise StopAsyncIteration
            items, following = await self._fetch(self._cursor)
            self._items.extend(items)
            # guard: a page that points at itself would never end
            if following is None or following == self._cursor:
                self._done = True
            self._cursor = following
        return self._items.popleft()
