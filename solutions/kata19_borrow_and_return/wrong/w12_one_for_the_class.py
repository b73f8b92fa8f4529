"""Keeps the connection where all sessions see it."""
# misconception: M40
# breaks: rule 11
# caught by: test_side_by_side
# student reads: what was another's to do

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
        Session.connection = await self._connect()
        return Session.connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Commit or roll back, close, and say whether the error ends here."""
        try:
            if error is None:
                await Session.connection.commit()
            else:
                await Session.connection.rollback()
        finally:
            await Session.connection.close()
        return isinstance(error, self._ignore)
