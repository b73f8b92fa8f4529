"""One block opens and closes for both; the limited rows come from an object with an aclose of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any


@asynccontextmanager
async def opened(db: Any) -> AsyncIterator[Any]:
    await db.open()
    try:
        yield db
    finally:
        await db.close()


async def rows(db: Any) -> AsyncGenerator[Any, None]:
    async with opened(db):
        while (row := await db.fetch()) is not None:
            yield row


async def first_match(db: Any, matches: Callable[[Any], object]) -> Any:
    async with opened(db):
        row = await db.fetch()
        while row is not None and not matches(row):
            row = await db.fetch()
    return row


class Limited:
    def __init__(self, db: Any, per_row: float) -> None:
        self.db = db
        self.per_row = per_row
        self.stack = AsyncExitStack()
        self.begun = False

    def __aiter__(self) -> Limited:
        return self

    async def __anext__(self) -> Any:
        if not self.begun:
            self.begun = True
            await self.stack.enter_async_context(opened(self.db))
        try:
            async with asyncio.timeout(self.per_row):
                row = await self.db.fetch()
        except BaseException:
            await self.aclose()
            raise
        if row is None:
            await self.aclose()
            raise StopAsyncIteration
        return row

    async def aclose(self) -> None:
        await self.stack.aclose()


def rows_with_deadline(db: Any, per_row: float) -> Limited:
    return Limited(db, per_row)
