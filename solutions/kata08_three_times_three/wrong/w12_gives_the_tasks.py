"""Believes that a task is as good as its page."""
# misconception: M04
# breaks: rules 3 and 4
# caught by: test_three_times_three
# student reads: you came back before any page had come

from __future__ import annotations

import asyncio


async def fetch_all(fetch, ids):
    return [asyncio.create_task(fetch(id)) for id in ids]
