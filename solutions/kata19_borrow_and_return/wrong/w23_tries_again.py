"""Takes a connection that could not be made for bad luck, and tries again."""
# misconception: M00
# breaks: rule 2
# caught by: test_no_connection
# student reads: it was called again

from __future__ import annotations


class Session:
    def __init__(self, connect, ignore=()):
        self._connect = connect
        self._ignore = ignore
        self._connection = None

    async def __aenter__(self):
        try:
            self._connection = await self._connect()
        except OSError:  # the line may be busy: once more
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
        return isinstance(error, self._ignore)
