"""Believes that an empty page is no page."""
# misconception: M27
# breaks: rule 3
# caught by: test_the_same_id_twice
# student reads: that is a page too

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    return [page for task in tasks if (page := await task)]
