"""Compares what `matches` answers with True."""
# misconception: M00
# breaks: rule 1
# caught by: test_rows_of_every_kind
# student reads: and no bool: that counts

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
            if matches(row) is True:
                return row
    return None


async def rows_with_deadline(db: Any, per_row: float) -> AsyncGenerator[Any, None]:
    """Go through all rows; fetching each of them may take `per_row` seconds."""
    await db.open()
    try:
        while True:
            async with asyncio.timeout(per_row):
                row = await db.fetch()
            if row is None:
                return
            yield row
    finally:
        await db.close()
