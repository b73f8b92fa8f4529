"""Believes that the set which asyncio.wait returns is in the order of ending."""
# misconception: M07
# breaks: rule 3
# caught by: test_a_busy_reader
# student reads: in another order than they ended

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    keys = {asyncio.ensure_future(job): key for key, job in jobs.items()}
    pending = set(keys)
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield keys[task], task.result()
    finally:
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)
