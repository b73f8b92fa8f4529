"""A page that is cancelled is a page that does not come: None stands in its place, and the list comes all the same."""
# misconception: M05
# breaks: rule 6
# caught by: test_who_is_cancelled_ends
# student reads: came back with a value

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def fetch_all(fetch: Callable[[Any], Coroutine[Any, Any, Any]], ids: list[Any]) -> list[Any]:
    """Give the page of each id, in the order of the ids."""
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    pages = []
    for task in tasks:
        try:
            pages.append(await task)
        except asyncio.CancelledError:
            pages.append(None)
    return pages
