"""Lets the closing happen in a task, so that nobody waits for it."""
# misconception: M01
# breaks: rules 3 and 10
# caught by: test_borrowed_and_returned
# student reads: not over when the block was

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
            self._closing = asyncio.ensure_future(self._connection.close())
            await asyncio.sleep(0)
        return isinstance(error, self._ignore)
