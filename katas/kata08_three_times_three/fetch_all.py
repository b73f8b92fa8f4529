"""Fetch all pages: right, but far too slow."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it
from collections.abc import Callable, Coroutine
from typing import Any


async def fetch_all(fetch: Callable[[Any], Coroutine[Any, Any, Any]], ids: list[Any]) -> list[Any]:
    """Give the page of each id, in the order of the ids."""
    pages = []
    for id in ids:
        page = await fetch(id)
        pages.append(page)
    return pages
