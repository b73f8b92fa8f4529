"""An iterator with memory: one item after the other out of an archive that hands out pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any


class Pages:
    """Go through all items of all pages, as often as you like."""

    def __init__(self, fetch: Callable[[Any], Awaitable[tuple[list[Any], Any]]]) -> None:
        raise NotImplementedError("write Pages")

    def __aiter__(self) -> AsyncIterator[Any]:
        """Return an iterator that begins with the first page."""
        raise NotImplementedError("write __aiter__")
