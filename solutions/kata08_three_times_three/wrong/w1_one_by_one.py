"""Believes that a comprehension with await in it waits for all at once."""
# misconception: M02
# breaks: rule 2
# caught by: test_three_times_three
# student reads: each fetch waits for the one before

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    return [await fetch(id) for id in ids]
