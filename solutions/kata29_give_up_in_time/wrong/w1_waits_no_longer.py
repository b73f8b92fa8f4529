"""Believes that asyncio.wait with a timeout also stops what is late."""
# misconception: M08
# breaks: rule 3
# caught by: test_the_default_when_it_is_late
# student reads: waiting no longer is not the same as stopping it

from __future__ import annotations

import asyncio


async def value_or(aw, seconds, default):
    task = asyncio.ensure_future(aw)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return task.result() if done else default


async def within(seconds, aws):
    return await asyncio.gather(*(value_or(aw, seconds, None) for aw in aws))
