"""Connects when the session is made: it will be needed."""
# misconception: M25
# breaks: rule 1
# caught by: test_no_connection
# student reads: Nobody had entered the block

from __future__ import annotations

import asyncio
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
        self._connecting = asyncio.ensure_future(connect())
        self._ignore = ignore

    async def __aenter__(self) -> Any:
        """Connect and return the connection."""
        self._connection = await self._connecting
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
        return isinstance(error, self._ignore)
