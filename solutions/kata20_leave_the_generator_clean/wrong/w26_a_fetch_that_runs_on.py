"""Waits with asyncio.wait, which does not cancel what it waits for when it is cancelled itself."""
# misconception: M08
# breaks: rule 7
# caught by: test_the_generator_ends_early
# student reads: the fetch ran on

from __future__ import annotations

import asyncio
from contextlib import aclosing


async def rows(db):
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
    await db.open()
    try:
        while True:
            fetching = asyncio.create_task(db.fetch())
            done, late = await asyncio.wait({fetching}, timeout=per_row)
            if late:
                fetching.cancel()
                await asyncio.wait({fetching})
                raise TimeoutError
            row = fetching.result()
            if row is None:
                return
            yield row
    finally:
        await db.close()
