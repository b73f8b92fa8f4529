"""Believes that a factory stands for its result."""
# misconception: M00
# breaks: rule 3
# caught by: test_any_result
# student reads: result of their own

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("n must be at least 1")
    factories = list(factories)
    queue = iter(factories)
    results = {}

    async def worker():
        for factory in queue:
            results[factory] = await factory()

    workers = [asyncio.create_task(worker()) for _ in range(min(n, len(factories)))]
    if workers:
        try:
            done, _ = await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
            for each in done:
                each.result()
        finally:
            for each in workers:
                each.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
    return [results[factory] for factory in factories]
