"""Believes that the place of an id is where the list has it first."""
# misconception: M00
# breaks: rule 3
# caught by: test_the_same_id_twice
# student reads: Not every place of the list holds the page that its own fetch returned

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    pages = [None] * len(ids)

    async def fill(id):
        pages[ids.index(id)] = await fetch(id)

    await asyncio.gather(*map(fill, ids))
    return pages
