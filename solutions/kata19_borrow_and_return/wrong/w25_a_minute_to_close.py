"""Gives the connection a minute to close."""
# misconception: M16
# breaks: rule 10
# caught by: test_cancelled_in_the_block
# student reads: was cut short

from __future__ import annotations

import asyncio


class Session:
    def __init__(self, connect, ignore=()):
        self._connect = connect
        self._ignore = ignore

    async def __aenter__(self):
        self._connection = await self._connect()
        return self._connection

    async def __aexit__(self, kind, error, trace):
        try:
            if error is None:
                await self._connection.commit()
            else:
                await self._connection.rollback()
        finally:
            async with asyncio.timeout(60):
                await self._connection.close()
        return isinstance(error, self._ignore)
