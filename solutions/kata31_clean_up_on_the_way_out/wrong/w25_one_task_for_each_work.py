"""Keeps the tasks by their work, so that services with the same work have one between them."""
# misconception: M40
# breaks: rule 10
# caught by: test_a_service_that_fails
# student reads: two services were made for the same work

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def stop(task: asyncio.Task[Any], patience: float | None = None) -> None:
    """Cancel the task and wait for its end; raise what it fails with, and TimeoutError when patience is over."""
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=patience)
    if not done:
        raise TimeoutError("the task is still tidying up")
    if not task.cancelled():
        task.result()


class Service:
    """Runs work in the background, between start and stop."""

    _tasks: dict[Any, asyncio.Future[Any]] = {}

    def __init__(self, work: Callable[[], Awaitable[Any]]) -> None:
        self.work = work

    async def start(self) -> None:
        """Begin the work, unless it was begun already."""
        if self.work not in self._tasks:
            self._tasks[self.work] = asyncio.ensure_future(self.work())

    async def stop(self) -> None:
        """Stop the work, if there is any, and wait for its end."""
        task = self._tasks.pop(self.work, None)
        if task is not None:
            await stop(task)
