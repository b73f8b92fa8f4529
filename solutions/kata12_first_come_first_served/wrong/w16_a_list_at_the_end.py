"""Returns a list of the pairs, and has to be awaited for it."""
# misconception: M38
# breaks: rule 1
# caught by: test_in_the_order_of_ending
# student reads: no async iterator

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    pairs = []

    async def run(key, job):
        pairs.append((key, await job))

    await asyncio.gather(*(run(key, job) for key, job in jobs.items()))
    return pairs
