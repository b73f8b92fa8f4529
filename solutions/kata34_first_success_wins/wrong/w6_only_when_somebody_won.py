"""Sends the losers away when there is a winner, and forgets that it can be cancelled."""
# misconception: M08
# breaks: rule 6
# caught by: test_cancelled_at_any_moment
# student reads: what it had begun went on

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def first_success(*aws: Awaitable[Any]) -> Any:
    """Return the value of the first that does not fail; raise an ExceptionGroup where all do."""
    if not aws:
        raise ValueError("there is nobody to ask")
    tasks = [asyncio.ensure_future(aw) for aw in aws]
    pending = set(tasks)
    while pending:
        _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done() and task.exception() is None:
                for loser in pending:
                    loser.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                return task.result()
    raise ExceptionGroup("nobody had an answer", [task.exception() for task in tasks])
