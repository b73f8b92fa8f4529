"""Wraps everything, so that a failed commit is ignored as well."""
# misconception: M06
# breaks: rule 5
# caught by: test_commit_or_close_fails
# student reads: commit failed, and its exception was gone

from __future__ import annotations

from contextlib import asynccontextmanager


@asynccontextmanager
async def Session(connect, ignore=()):
    connection = await connect()
    try:
        yield connection
    except BaseException as error:
        try:
            await connection.rollback()
        finally:
            await connection.close()
        if not isinstance(error, ignore):
            raise
    else:
        try:
            await connection.commit()
        except ignore:
            pass
        finally:
            await connection.close()
