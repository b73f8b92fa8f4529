"""Lets gather do it, in an ordinary function that gives the future."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


def fetch_all(fetch: Callable[[Any], Coroutine[Any, Any, Any]], ids: list[Any]) -> asyncio.Future[list[Any]]:
    return asyncio.gather(*map(fetch, ids))
