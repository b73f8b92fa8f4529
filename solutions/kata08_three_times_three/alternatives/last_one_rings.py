"""Done callbacks count down, and the last one sets a future."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def fetch_all(fetch: Callable[[Any], Coroutine[Any, Any, Any]], ids: list[Any]) -> list[Any]:
    all_here = asyncio.get_running_loop().create_future()
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    left = set(tasks)

    def one_here(task: asyncio.Task[Any]) -> None:
        left.discard(task)
        if not left and not all_here.done():
            all_here.set_result(None)

    for task in tasks:
        task.add_done_callback(one_here)
    if tasks:
        await all_here
    return [task.result() for task in tasks]
