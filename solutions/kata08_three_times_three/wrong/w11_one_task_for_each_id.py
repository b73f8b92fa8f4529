"""Believes that an id stands in the list only once, so that it can be the key."""
# misconception: M00
# caught by: test_the_same_id_twice
# student reads: both their pages count

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    tasks = {id: asyncio.create_task(fetch(id)) for id in ids}
    return [await tasks[id] for id in ids]
