"""Gives up on a page after a minute."""
# misconception: M00
# breaks: rule 4
# caught by: test_fetched_when_needed
# student reads: it was not waited for

from __future__ import annotations

import asyncio

FETCH_TIMEOUT = 60


class Pages:
    def __init__(self, fetch):
        self._fetch = fetch

    def __aiter__(self):
        return _Iterator(self._fetch)


class _Iterator:
    def __init__(self, fetch):
        self._fetch = fetch
        self._items = iter(())
        self._cursor = None
        self._more = True

    def __aiter__(self):
        return self

    async def __anext__(self):
        while True:
            try:
                return next(self._items)
            except StopIteration:
                pass
            if not self._more:
                raise StopAsyncIteration
            async with asyncio.timeout(FETCH_TIMEOUT):
                items, self._cursor = await self._fetch(self._cursor)
            self._items = iter(items)
            self._more = self._cursor is not None
