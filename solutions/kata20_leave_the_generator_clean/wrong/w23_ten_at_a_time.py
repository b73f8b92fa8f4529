"""Spares the server: no more than ten databases at a time."""
# misconception: M18
# breaks: rule 8
# caught by: test_side_by_side
# student reads: some waited for others

from __future__ import annotations

import asyncio
from contextlib import aclosing

_connections = asyncio.Semaphore(10)


async def rows(db):
    """Go through all rows of the database. It is right as it is."""
    await db.open()
    try:
        while (row := await db.fetch()) is not None:
            yield row
    finally:
        await db.close()


async def first_match(db, matches):
    async with aclosing(rows(db)) as source:
        async for row in source:
            if matches(row):
                return row
    return None


async def rows_with_deadline(db, per_row):
    async with _connections:
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
