"""Takes one item of each source in each round."""
# misconception: M19
# breaks: rule 2
# caught by: test_items_as_they_come
# student reads: In each round the quick source waited for the slow one

from __future__ import annotations

import asyncio
from contextlib import aclosing


async def merge(*sources, buffer=1):
    left = [aiter(source) for source in sources]
    while left:
        found = await asyncio.gather(*(anext(one) for one in left), return_exceptions=True)
        left = [one for one, item in zip(left, found, strict=True) if not isinstance(item, StopAsyncIteration)]
        for item in found:
            if not isinstance(item, StopAsyncIteration):
                yield item
