"""Believes that the tasks of a module belong to the call that reads them."""
# misconception: M40
# breaks: rule 7
# caught by: test_one_and_none
# student reads: One list holds the pages of another call

from __future__ import annotations

import asyncio

TASKS = []


async def fetch_all(fetch, ids):
    TASKS.extend(asyncio.create_task(fetch(id)) for id in ids)
    try:
        return [await task for task in TASKS]
    finally:
        TASKS.clear()
