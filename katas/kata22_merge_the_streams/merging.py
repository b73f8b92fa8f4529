"""Merge the streams: many sources in, one stream out."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Any


def merge(*sources: AsyncIterable[Any], buffer: int = 1) -> AsyncGenerator[Any, None]:
    """Give the items of all sources as they come; this may become an async def."""
    raise NotImplementedError("write merge")
