"""No gather: waits for whoever is next, and asks the tasks when all are done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def ask_all(jobs: dict[str, Awaitable[Any]]) -> tuple[dict[str, Any], list[str]]:
    names = {asyncio.ensure_future(job): name for name, job in jobs.items()}
    finished: list[str] = []
    left = set(names)
    while left:
        done, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
        for one in done:
            one.result()
            finished.append(names[one])
    return {name: one.result() for one, name in names.items()}, finished


async def split_outcomes(*aws: Awaitable[Any]) -> tuple[list[Any], list[BaseException]]:
    successes: list[Any] = []
    failures: list[BaseException] = []
    tasks = [asyncio.ensure_future(aw) for aw in aws]
    if tasks:
        await asyncio.wait(tasks)
    for task in tasks:
        failure = asyncio.CancelledError() if task.cancelled() else task.exception()
        if failure is None and isinstance(task.result(), BaseException):
            failure = task.result()
        if failure is None:
            successes.append(task.result())
        else:
            failures.append(failure)
    return successes, failures
