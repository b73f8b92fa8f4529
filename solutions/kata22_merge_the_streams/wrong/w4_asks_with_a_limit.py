"""Asks each source in turn whether it has something within a moment."""
# misconception: M00
# breaks: rule 1
# caught by: test_items_as_they_come
# student reads: Nothing came

from __future__ import annotations

import asyncio
from contextlib import aclosing


async def merge(*sources, buffer=1):
    left = [aiter(source) for source in sources]
    while left:
        for one in list(left):
            try:
                yield await asyncio.wait_for(anext(one), 0.125)
            except TimeoutError:
                pass
            except StopAsyncIteration:
                left.remove(one)
