"""Spares the archive: no more than ten fetches at a time."""
# misconception: M18
# breaks: rule 7
# caught by: test_side_by_side
# student reads: had to wait for others

from __future__ import annotations

import asyncio


class Pages:
    _slots = asyncio.Semaphore(10)  # do not flood the archive

    def __init__(self, fetch):
        self._fetch = fetch

    async def _get(self, cursor):
        async with self._slots:
            return await self._fetch(cursor)

    async def __aiter__(self):
        items, cursor = await self._get(None)
        while True:
            for item in items:
                yield item
            if cursor is None:
                return
            items, cursor = await self._get(cursor)
