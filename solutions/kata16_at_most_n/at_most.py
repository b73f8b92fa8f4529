"""At most N at once: n workers share one iterator."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any


async def gather_limited(n: int, factories: Iterable[Callable[[], Awaitable[Any]]]) -> list[Any]:
    """Run the jobs that the factories make, at most n at a time; return their results in order."""
    if n < 1:
        raise ValueError("at least one job has to run at a time")
    numbered = enumerate(factories)
    results: dict[int, Any] = {}

    async def work() -> None:
        for place, factory in numbered:
            results[place] = await factory()

    workers = [asyncio.create_task(work()) for _ in range(n)]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return [results[place] for place in sorted(results)]
