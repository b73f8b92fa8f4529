"""Shields the closing from whoever is cancelled, and leaves while it goes on."""
# misconception: M08
# breaks: rule 3
# caught by: test_the_search_is_cancelled
# student reads: ran on

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
    source = rows(db)
    try:
        async for row in source:
            if matches(row):
                return row
        return None
    finally:
        # whatever happens, it has to be closed
        await asyncio.shield(source.aclose())


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
