"""Believes that outcomes can only be looked at when all of them are there."""
# misconception: M19
# breaks: rule 5
# caught by: test_a_failure_comes_out_at_once
# student reads: everybody was waited for first

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    tasks = [asyncio.ensure_future(aw) for aw in aws]
    outcomes = []
    for task in tasks:
        try:
            outcomes.append((await task, None))
        except Exception as error:
            outcomes.append((error, error))
    for _, failure in outcomes:
        if failure is not None and not return_exceptions:
            raise failure
    return [value for value, _ in outcomes]
