"""The context manager as a generator; a stack does the closing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any


@asynccontextmanager
async def Session(connect: Any, ignore: Any = ()) -> AsyncIterator[Any]:
    connection = await connect()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(connection.close)
        try:
            yield connection
        except BaseException as error:
            await connection.rollback()
            if not isinstance(error, ignore):
                raise
        else:
            await connection.commit()
