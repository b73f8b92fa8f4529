"""aclose in a finally, and wait_for around the fetch."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Any


async def rows(db: Any) -> AsyncGenerator[Any, None]:
    await db.open()
    try:
        while (row := await db.fetch()) is not None:
            yield row
    finally:
        await db.close()


async def first_match(db: Any, matches: Callable[[Any], object]) -> Any:
    found = rows(db)
    try:
        async for row in found:
            if matches(row):
                return row
        return None
    finally:
        await found.aclose()


async def rows_with_deadline(db: Any, per_row: float) -> AsyncGenerator[Any, None]:
    await db.open()
    try:
        while (row := await asyncio.wait_for(db.fetch(), per_row)) is not None:
            yield row
    finally:
        await db.close()
