"""Believes that any sequence is a list."""
# misconception: M00
# breaks: rule 3
# caught by: test_pages_in_the_order_of_the_ids
# student reads: A tuple, where a list is asked for

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    return tuple(await asyncio.gather(*(fetch(id) for id in ids)))
