"""Asks every source again in each round, also those that still look for their item."""
# misconception: M12
# breaks: rule 2
# caught by: test_items_as_they_come
# student reads: one question at a time

from __future__ import annotations

import asyncio
from contextlib import aclosing


async def merge(*sources, buffer=1):
    left = [aiter(source) for source in sources]
    while left:
        asked = {asyncio.ensure_future(anext(one)): one for one in left}
        done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            if isinstance(task.exception(), StopAsyncIteration):
                left.remove(asked[task])
            else:
                yield task.result()
