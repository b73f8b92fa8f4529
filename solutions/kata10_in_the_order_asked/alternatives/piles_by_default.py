"""Dicts of other kinds: one that is ordered by its name, and one that makes its piles when they are asked for."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """What was asked, and in which order it came."""

    results: OrderedDict[str, Any]
    finished: list[str]


async def ask_all(jobs: dict[str, Awaitable[Any]]) -> tuple[dict[str, Any], list[str]]:
    """Give the results by name, in the order asked, and the names in the order of finishing."""
    answer = Answer(OrderedDict(), [])

    async def noted(name: str, job: Awaitable[Any]) -> Any:
        result = await job
        answer.finished.append(name)
        answer.results[name] = result

    await asyncio.gather(*(noted(name, job) for name, job in jobs.items()))
    for name in jobs:
        answer.results.move_to_end(name)
    return answer


async def split_outcomes(*aws: Awaitable[Any]) -> tuple[list[Any], list[BaseException]]:
    """Give the results of those that succeeded and the exceptions of those that did not."""
    piles: defaultdict[bool, list[Any]] = defaultdict(list)
    for outcome in await asyncio.gather(*aws, return_exceptions=True):
        piles[isinstance(outcome, BaseException)].append(outcome)
    return piles[False], piles[True]
