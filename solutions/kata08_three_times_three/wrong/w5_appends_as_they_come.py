"""Believes that pages come in the order in which they were asked for."""
# misconception: M07
# breaks: rule 3
# caught by: test_pages_in_the_order_of_the_ids
# student reads: The pages stand in the order in which they came

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    pages = []

    async def one(id):
        pages.append(await fetch(id))

    tasks = [asyncio.create_task(one(id)) for id in ids]
    for task in tasks:
        await task
    return pages
