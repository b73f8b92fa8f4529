"""Takes each item out of the list that it was given."""
# misconception: M40
# breaks: rule 2
# caught by: test_any_number_of_pages
# student reads: it is the archive's

from __future__ import annotations


class Pages:
    def __init__(self, fetch):
        self._fetch = fetch

    async def __aiter__(self):
        items, cursor = await self._fetch(None)
        while True:
            while items:
                yield items.pop(0)
            if cursor is None:
                return
            items, cursor = await self._fetch(cursor)
