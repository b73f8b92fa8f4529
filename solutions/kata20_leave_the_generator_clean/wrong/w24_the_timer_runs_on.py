"""Calls its timer off only where the fetch went well or was cancelled."""
# misconception: M22
# breaks: rule 6
# caught by: test_the_generator_ends_early
# student reads: its timer ran on

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
        while True:
            task, late = asyncio.current_task(), []

            def stop(task=task, late=late):
                late.append(True)
                task.cancel()

            timer = loop.call_later(per_row, stop)
            try:
                row = await db.fetch()
            except asyncio.CancelledError:
                timer.cancel()
                if late and task.uncancel() == 0:
                    raise TimeoutError from None
                raise
            timer.cancel()
            if row is None:
                return
            yield row
    finally:
        await db.close()
