"""Shields the way back, and leaves while it goes on."""
# misconception: M16
# breaks: rule 10
# caught by: test_commit_or_close_fails
# student reads: was not closed when it had ended

from __future__ import annotations

import asyncio


class Session:
    def __init__(self, connect, ignore=()):
        self._connect = connect
        self._ignore = ignore

    async def __aenter__(self):
        self._connection = await self._connect()
        return self._connection

    async def _give_back(self, failed):
        try:
            if failed:
                await self._connection.rollback()
            else:
                await self._connection.commit()
        finally:
            await self._connection.close()

    async def __aexit__(self, kind, error, trace):
        # a connection has to go back, even if we are cancelled meanwhile
        await asyncio.shield(self._give_back(error is not None))
        return isinstance(error, self._ignore)
