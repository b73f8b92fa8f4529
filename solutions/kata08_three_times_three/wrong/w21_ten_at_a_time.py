"""Believes that a polite program asks for ten pages at a time."""
# misconception: M02
# breaks: rule 2
# caught by: test_many
# student reads: Never more than 10 fetches were under way at once

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    places = asyncio.Semaphore(10)

    async def polite(id):
        async with places:
            return await fetch(id)

    return await asyncio.gather(*(polite(id) for id in ids))
