"""Tells in an exception of its own that the block failed."""
# misconception: M23
# breaks: rule 4
# caught by: test_every_kind_of_error
# student reads: the very exception of the block

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
            if error is None:
                await self._connection.commit()
            else:
                await self._connection.rollback()
        finally:
            await self._connection.close()
        if error is not None and not isinstance(error, (*self._classes(), ValueError)):
            raise RuntimeError("the session failed") from error
        return isinstance(error, self._ignore)

    def _classes(self) -> tuple[type[BaseException], ...]:
        return self._ignore if isinstance(self._ignore, tuple) else (self._ignore,)
