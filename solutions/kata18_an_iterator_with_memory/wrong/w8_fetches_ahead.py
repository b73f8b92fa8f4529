"""Fetches the next page while the consumer still reads this one."""
# misconception: M18
# breaks: rule 4
# caught by: test_fetched_when_needed
# student reads: A page was fetched before it was needed

from __future__ import annotations

import asyncio


class Pages:
    def __init__(self, fetch):
        self._fetch = fetch

    async def __aiter__(self):
        page = asyncio.ensure_future(self._fetch(None))
        try:
            while page is not None:
                items, cursor = await page
                page = None if cursor is None else asyncio.ensure_future(self._fetch(cursor))
                for item in items:
                    yield item
        finally:
            if page is not None:
                page.cancel()
