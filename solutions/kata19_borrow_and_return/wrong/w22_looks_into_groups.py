"""Looks into a group, and ignores it for what it holds."""
# misconception: M06
# breaks: rule 5
# caught by: test_every_kind_of_error
# student reads: was ignored for what it holds

from __future__ import annotations


class Session:
    def __init__(self, connect, ignore=()):
        self._connect = connect
        self._ignore = ignore

    async def __aenter__(self):
        self._connection = await self._connect()
        return self._connection

    def _is_ignored(self, error):
        if isinstance(error, self._ignore):
            return True
        if isinstance(error, BaseExceptionGroup):
            return all(self._is_ignored(inner) for inner in error.exceptions)
        return False

    async def __aexit__(self, kind, error, trace):
        connection = self._connection
        try:
            if error is None:
                await connection.commit()
            else:
                await connection.rollback()
        finally:
            await connection.close()
        return self._is_ignored(error)
