"""Believes that asyncio.wait returns with exactly one task done."""
# misconception: M20
# breaks: rule 4
# caught by: test_many_at_the_same_moment
# student reads: only

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    keys = {asyncio.ensure_future(job): key for key, job in jobs.items()}
    pending = set(keys)
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            task = done.pop()
            yield keys[task], task.result()
    finally:
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)
