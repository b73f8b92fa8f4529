"""Believes that no job ever gives None, so that None can mean 'not there yet'."""
# misconception: M27
# breaks: rule 3
# caught by: test_any_value_is_a_result
# student reads: also None, False, 0 and an exception object

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    results = [None] * len(aws)
    news = asyncio.Event()
    failures = []

    async def one(place, aw):
        try:
            results[place] = await aw
        except Exception as error:
            results[place] = error
            if not return_exceptions:
                failures.append(error)
        news.set()

    tasks = [asyncio.create_task(one(place, aw)) for place, aw in enumerate(aws)]
    try:
        while any(result is None for result in results):
            await news.wait()
            news.clear()
            if failures:
                raise failures[0]
    except asyncio.CancelledError:
        for task in tasks:
            task.cancel()
        raise
    return results
