"""Believes that the iterator, too, begins afresh when it is gone through."""
# misconception: M29
# breaks: rule 1
# caught by: test_the_end_stays_the_end
# student reads: only the object begins afresh

from __future__ import annotations


class Pages:
    def __init__(self, fetch):
        self._fetch = fetch

    def __aiter__(self):
        return PagesIterator(self._fetch)


class PagesIterator(Pages):
    def __init__(self, fetch):
        super().__init__(fetch)
        self._buffer = []
        self._position = 0
        self._cursor = None
        self._last = False

    async def __anext__(self):
        while self._position >= len(self._buffer):
            if self._last:
                raise StopAsyncIteration
            self._buffer, self._cursor = await self._fetch(self._cursor)
            self._position = 0
            self._last = self._cursor is None
        item = self._buffer[self._position]
        self._position += 1
        return item
