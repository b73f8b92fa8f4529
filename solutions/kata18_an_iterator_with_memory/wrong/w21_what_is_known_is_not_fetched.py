"""Keeps each page that some loop has fetched, for those that come later."""
# misconception: M40
# breaks: rule 7
# caught by: test_side_by_side
# student reads: each one begins afresh

from __future__ import annotations


class Pages:
    def __init__(self, fetch):
        self._fetch = fetch
        self._known = []  # (items, cursor) of the pages so far

    async def _page(self, number, cursor):
        if number < len(self._known):
            return self._known[number]
        page = await self._fetch(cursor)
        if number == len(self._known):
            self._known.append(page)
        return page

    async def __aiter__(self):
        number, cursor = 0, None
        while True:
            items, cursor = await self._page(number, cursor)
            number += 1
            for item in items:
                yield item
            if cursor is None:
                return
