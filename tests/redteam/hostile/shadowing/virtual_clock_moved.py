"""Moves the candidate's own virtual clock about behind the examiner's back."""
# worth: one_by_one

import asyncio
import sys

Clock = sys.modules["grader.vtime.clock"].Clock


async def my_gather(*aws, return_exceptions=False):
    results = []
    for aw in aws:
        results.append(await aw)
        clock = asyncio.get_running_loop().clock
        for name in ("now", "epoch", "counter", "start"):
            try:
                setattr(clock, name, 100_000 * 10**9)
            except (AttributeError, TypeError):
                pass
    return results
