"""Believes that a page takes three seconds, since the pages it saw did."""
# misconception: M10
# breaks: rule 4
# caught by: test_waits_for_the_slowest
# student reads: how long a page takes is not yours to know

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    await asyncio.sleep(0)
    await asyncio.sleep(3)
    return [task.result() for task in tasks]
