"""Believes that no page takes longer than a minute."""
# misconception: M10
# breaks: rule 4
# caught by: test_all_begin_at_once
# student reads: how long a page takes is not yours to know

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    if tasks:
        await asyncio.wait(tasks, timeout=60)
    return [task.result() for task in tasks]
