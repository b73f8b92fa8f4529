"""Sends for the first page as soon as the object is made."""
# misconception: M25
# breaks: rule 1
# caught by: test_fetched_when_needed
# student reads: Nobody had asked for an item

from __future__ import annotations

import asyncio


class Pages:
    def __init__(self, fetch):
        self._fetch = fetch
        self._first = asyncio.ensure_future(fetch(None))

    async def __aiter__(self):
        first, self._first = self._first, None
        items, cursor = await (first or self._fetch(None))
        while True:
            for item in items:
                yield item
            if cursor is None:
                return
            items, cursor = await self._fetch(cursor)
