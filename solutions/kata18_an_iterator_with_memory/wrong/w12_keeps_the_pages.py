"""Fetches once and shows every later loop what was fetched then."""
# misconception: M40
# breaks: rule 7
# caught by: test_side_by_side
# student reads: each one begins afresh

from __future__ import annotations

import asyncio


class Pages:
    def __init__(self, fetch):
        self._fetch = fetch
        self._seen = []
        self._cursors = [None]
        self._lock = asyncio.Lock()

    async def __aiter__(self):
        place = 0
        while True:
            async with self._lock:
                while place == len(self._seen) and self._cursors:
                    items, cursor = await self._fetch(self._cursors.pop())
                    self._seen += items
                    if cursor is not None:
                        self._cursors.append(cursor)
            if place == len(self._seen):
                return
            yield self._seen[place]
            place += 1
