"""No queue: one task at a time asks each source, and its end is noted by a callback in the order of coming."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from typing import Any

END = object()


async def merge(*sources: Any, buffer: int = 1) -> AsyncGenerator[Any, None]:
    iterators = [aiter(source) for source in sources]
    asking: dict[asyncio.Task[Any], Any] = {}
    done: deque[asyncio.Task[Any]] = deque()
    wake = asyncio.Event()

    def ask(iterator: Any) -> None:
        task = asyncio.ensure_future(_next(iterator))
        asking[task] = iterator
        task.add_done_callback(done.append)
        task.add_done_callback(lambda _: wake.set())

    try:
        for iterator in iterators:
            ask(iterator)
        while asking:
            while not done:
                wake.clear()
                await wake.wait()
            task = done.popleft()
            iterator = asking.pop(task)
            item = task.result()
            if item is not END:
                yield item
                ask(iterator)
    finally:
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        closable = [iterator for iterator in iterators if hasattr(iterator, "aclose")]
        await asyncio.gather(*(iterator.aclose() for iterator in closable), return_exceptions=True)


async def _next(iterator: Any) -> Any:
    return await anext(iterator, END)
