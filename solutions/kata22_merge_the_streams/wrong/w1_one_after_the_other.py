"""Goes through one source, then through the next."""
# misconception: M02
# breaks: rule 1
# caught by: test_items_as_they_come
# student reads: The second source was begun when the first was through

from __future__ import annotations

from contextlib import aclosing


async def merge(*sources, buffer=1):
    for source in sources:
        async for item in source:
            yield item
