"""An async generator of pages below an async generator of items; `__aiter__` hands the second one out."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

FIRST = LAST = None


class Pages:
    def __init__(self, fetch: Any) -> None:
        self.fetch = fetch

    def __aiter__(self) -> AsyncGenerator[Any, None]:
        return self.items()

    async def pages(self) -> AsyncGenerator[list[Any], None]:
        page, cursor = await self.fetch(FIRST)
        yield page
        while cursor is not LAST:
            page, cursor = await self.fetch(cursor)
            yield page

    async def items(self) -> AsyncGenerator[Any, None]:
        async for page in self.pages():
            for item in page:
                yield item
