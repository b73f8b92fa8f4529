"""Start all, then wait for all: two loops where there was one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def fetch_all(fetch: Callable[[Any], Coroutine[Any, Any, Any]], ids: list[Any]) -> list[Any]:
    """Give the page of each id, in the order of the ids."""
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    return [await task for task in tasks]
