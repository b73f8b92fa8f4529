"""Puts the limit around everything, the consumer with it."""
# misconception: M35
# breaks: rule 6
# caught by: test_a_consumer_may_take_its_time
# student reads: the limit was still open at the yield

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any


async def rows(db: Any) -> AsyncGenerator[Any, None]:
    """Go through all rows of the database. It is right as it is."""
    await db.open()
    try:
        while (row := await db.fetch()) is not None:
            yield row
    finally:
        await db.close()


async def first_match(db: Any, matches: Callable[[Any], object]) -> Any:
    """Return the first row that matches, or None."""
    async with aclosing(rows(db)) as found:
        async for row in found:
            if matches(row):
                return row
    return None


async def rows_with_deadline(db: Any, per_row: float) -> AsyncGenerator[Any, None]:
    """Go through all rows; fetching each of them may take `per_row` seconds."""
    async with asyncio.timeout(per_row):
        async with aclosing(rows(db)) as found:
            async for row in found:
                yield row
