"""Believes that making all the coroutines first starts them."""
# misconception: M25
# breaks: rule 2
# caught by: test_three_times_three
# student reads: making one starts nothing

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    fetches = [fetch(id) for id in ids]
    return [await page for page in fetches]
