"""Believes that work has to be done in groups of ten."""
# misconception: M19
# breaks: rule 2
# caught by: test_many
# student reads: each group waited for the slowest of the one before

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    pages = []
    for start in range(0, len(ids), 10):
        tasks = [asyncio.create_task(fetch(id)) for id in ids[start : start + 10]]
        for task in tasks:
            pages.append(await task)
    return pages
