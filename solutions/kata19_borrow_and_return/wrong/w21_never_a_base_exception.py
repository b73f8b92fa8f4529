"""Believes that KeyboardInterrupt and its like must not be ignored, whoever asks for it."""
# misconception: M00
# breaks: rule 5
# caught by: test_every_kind_of_error
# student reads: `ignore` named the class of the exception

from __future__ import annotations


class Session:
    def __init__(self, connect, ignore=()):
        self._connect = connect
        self._ignore = ignore

    async def __aenter__(self):
        self._connection = await self._connect()
        return self._connection

    async def __aexit__(self, kind, error, trace):
        try:
            if kind is None:
                await self._connection.commit()
            else:
                await self._connection.rollback()
        finally:
            await self._connection.close()
        # KeyboardInterrupt, SystemExit and the like must never be swallowed
        return isinstance(error, Exception) and isinstance(error, self._ignore)
