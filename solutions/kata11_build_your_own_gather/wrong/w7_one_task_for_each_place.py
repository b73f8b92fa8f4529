"""Believes that a coroutine that stands in two places can simply be awaited twice."""
# misconception: M12
# breaks: rule 10
# caught by: test_the_same_object_twice
# student reads: it can be awaited only once

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    outcomes = asyncio.Queue()

    async def one(place, aw):
        try:
            outcomes.put_nowait((place, await aw, None))
        except (Exception, asyncio.CancelledError) as error:
            outcomes.put_nowait((place, error, error))

    tasks = [asyncio.create_task(one(place, aw)) for place, aw in enumerate(aws)]
    results = [None] * len(aws)
    for _ in tasks:
        try:
            place, value, failure = await outcomes.get()
        except asyncio.CancelledError:
            for task in tasks:
                task.cancel()
            raise
        if failure is not None and not return_exceptions:
            raise failure
        results[place] = value
    return results
