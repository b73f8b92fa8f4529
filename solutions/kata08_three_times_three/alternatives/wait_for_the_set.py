"""Waits for the whole set of tasks, which has no order, and asks the list, which has one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def fetch_all(fetch: Callable[[Any], Coroutine[Any, Any, Any]], ids: list[Any]) -> list[Any]:
    tasks = [asyncio.ensure_future(fetch(id)) for id in ids]
    if tasks:
        await asyncio.wait(tasks)
    return [task.result() for task in tasks]
