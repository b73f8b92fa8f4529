"""Believes that jobs finish in the order in which they are awaited."""
# misconception: M07
# breaks: rule 3
# caught by: test_order_asked_and_order_finished
# student reads: that is the order asked

from __future__ import annotations

import asyncio


async def ask_all(jobs):
    results, finished = {}, []
    asked = {name: asyncio.ensure_future(job) for name, job in jobs.items()}
    await asyncio.gather(*asked.values())
    for name, one in asked.items():
        results[name] = await one
        finished.append(name)
    return results, finished


async def split_outcomes(*aws):
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
