"""Asks about equal rows only once."""
# misconception: M00
# breaks: rule 1
# caught by: test_rows_of_every_kind
# student reads: Some rows were equal

from __future__ import annotations

import asyncio
from contextlib import aclosing


async def rows(db):
    """Go through all rows of the database. It is right as it is."""
    await db.open()
    try:
        while (row := await db.fetch()) is not None:
            yield row
    finally:
        await db.close()


async def first_match(db, matches):
    seen = []
    async with aclosing(rows(db)) as source:
        async for row in source:
            if row in seen:  # known not to match
                continue
            if matches(row):
                return row
            seen.append(row)
    return None


async def rows_with_deadline(db, per_row):
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
