"""Believes that it is enough to start all at the same time; each is then given its own limit."""
# misconception: M35
# breaks: rule 8
# caught by: test_what_came_within_the_limit
# student reads: the limit began again for each

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    try:
        async with asyncio.timeout(seconds) as limit:
            return await aw
    except TimeoutError:
        if limit.expired():
            return default
        raise


async def within(seconds, aws):
    tasks = [asyncio.ensure_future(aw) for aw in aws]
    try:
        return [await value_or(task, seconds, None) for task in tasks]
    except asyncio.CancelledError:
        for task in tasks:
            task.cancel()
        raise
