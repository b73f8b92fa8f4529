"""Believes that a failure shows itself wherever it happens; but it waits until its turn to be awaited."""
# misconception: M09
# breaks: rule 5
# caught by: test_a_failure_comes_out_at_once
# student reads: only noticed at 2.0

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    tasks = [asyncio.ensure_future(aw) for aw in aws]
    results = []
    for task in tasks:
        try:
            results.append(await task)
        except Exception as error:
            if not return_exceptions:
                raise
            results.append(error)
    return results
