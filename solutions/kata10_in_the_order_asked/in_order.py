"""One gather each: with the names noted as they finish, and with the exceptions left in their places."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def ask_all(jobs: dict[str, Awaitable[Any]]) -> tuple[dict[str, Any], list[str]]:
    """Give the results by name, in the order asked, and the names in the order of finishing."""
    finished: list[str] = []

    async def noted(name: str, job: Awaitable[Any]) -> Any:
        result = await job
        finished.append(name)
        return result

    results = await asyncio.gather(*(noted(name, job) for name, job in jobs.items()))
    return dict(zip(jobs, results, strict=True)), finished


async def split_outcomes(*aws: Awaitable[Any]) -> tuple[list[Any], list[BaseException]]:
    """Give the results of those that succeeded and the exceptions of those that did not."""
    outcomes = await asyncio.gather(*aws, return_exceptions=True)
    successes = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return successes, failures
