"""An async generator that lets the loop make a turn before each item: no time passes."""

from __future__ import annotations

import asyncio


class Pages:
    def __init__(self, fetch):
        self._fetch = fetch

    async def __aiter__(self):
        cursor = None
        while True:
            items, cursor = await self._fetch(cursor)
            for item in items:
                await asyncio.sleep(0)  # be fair to the other tasks
                yield item
            if cursor is None:
                break
