"""Believes that an id stands in the list only once, so that it can be the key."""
# misconception: M00
# breaks: rule 3
# caught by: test_the_same_id_twice
# student reads: Two places of the list share one page

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    tasks = {id: asyncio.create_task(fetch(id)) for id in ids}
    return [await tasks[id] for id in ids]
