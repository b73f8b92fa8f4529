"""Writes the methods of an ordinary `with`, with async def."""
# misconception: M38
# breaks: rule 1
# caught by: test_borrowed_and_returned
# student reads: needs a class with `__aenter__` and `__aexit__`

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

    async def __enter__(self) -> Any:
        """Connect and return the connection."""
        self._connection = await self._connect()
        return self._connection

    async def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Commit or roll back, close, and say whether the error ends here."""
        try:
            if error is None:
                await self._connection.commit()
            else:
                await self._connection.rollback()
        finally:
            await self._connection.close()
        return isinstance(error, self._ignore)
