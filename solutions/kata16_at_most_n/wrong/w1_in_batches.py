"""Gathers n at a time, and waits for the slowest of each batch."""
# misconception: M19
# breaks: rule 2
# caught by: test_the_next_one_at_once
# student reads: when the first had ended too

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("at least one job has to run at a time")
    factories, results = list(factories), []
    for begin in range(0, len(factories), n):
        results += await together([factory() for factory in factories[begin : begin + n]])
    return results


async def together(jobs):
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
