"""Winds up one timeout anew for each row, whoever asks for it."""
# misconception: M35
# breaks: rule 5
# caught by: test_a_late_row
# student reads: a timeout belongs to the task that entered it

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
    async with aclosing(rows(db)) as source:
        async for row in source:
            if matches(row):
                return row
    return None


async def rows_with_deadline(db, per_row):
    loop = asyncio.get_running_loop()
    await db.open()
    try:
        async with asyncio.timeout(None) as limit:
            while True:
                limit.reschedule(loop.time() + per_row)
                row = await db.fetch()
                limit.reschedule(None)  # no limit while the consumer is busy
                if row is None:
                    return
                yield row
    finally:
        await db.close()
