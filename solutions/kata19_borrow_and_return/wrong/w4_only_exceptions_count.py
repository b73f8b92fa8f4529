"""Believes that every failure is an Exception."""
# misconception: M05
# breaks: rule 6
# caught by: test_cancelled_in_the_block
# student reads: The block was cancelled, and what it had done so far was committed

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
        self._connect = connect
        self._ignore = ignore

    async def __aenter__(self) -> Any:
        """Connect and return the connection."""
        self._connection = await self._connect()
        return self._connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Commit or roll back, close, and say whether the error ends here."""
        try:
            if not isinstance(error, Exception):
                await self._connection.commit()
            else:
                await self._connection.rollback()
        finally:
            await self._connection.close()
        return isinstance(error, self._ignore)
