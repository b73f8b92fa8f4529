"""Borrow and return: a connection for the length of an `async with` block."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any


class Session:
    """Lend a connection for the length of an `async with` block."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[Any]],
        ignore: type[BaseException] | tuple[type[BaseException], ...] = (),
    ) -> None:
        raise NotImplementedError("write Session")

    async def __aenter__(self) -> Any:
        """Connect and return the connection."""
        raise NotImplementedError("write __aenter__")

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        """Commit or roll back, close, and say whether the error ends here."""
        raise NotImplementedError("write __aexit__")
