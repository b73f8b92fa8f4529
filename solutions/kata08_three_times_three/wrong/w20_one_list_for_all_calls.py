"""Believes that a default value is made anew for each call."""
# misconception: M40
# breaks: rule 7
# caught by: test_one_and_none
# student reads: holds the page of the first

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids, pages=[]):  # noqa: B006
    tasks = [asyncio.create_task(fetch(id)) for id in ids]
    for task in tasks:
        pages.append(await task)
    return pages
