"""Believes that results arrive in the order in which the work was handed out."""
# misconception: M07
# breaks: rule 3
# caught by: test_results_stand_in_the_order_asked
# student reads: finished first, not asked first

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    results = []

    async def one(aw):
        try:
            results.append(await aw)
        except Exception as error:
            if not return_exceptions:
                raise
            results.append(error)

    tasks = [asyncio.create_task(one(aw)) for aw in aws]
    for task in tasks:
        await task
    return results
