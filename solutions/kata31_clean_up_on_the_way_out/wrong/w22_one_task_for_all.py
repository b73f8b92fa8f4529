"""Keeps the task of the service in the class."""
# misconception: M40
# breaks: rule 10
# caught by: test_a_service_that_fails
# student reads: beside another one

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

    _task: asyncio.Future[Any] | None = None

    def __init__(self, work: Callable[[], Awaitable[Any]]) -> None:
        self.work = work

    async def start(self) -> None:
        """Begin the work, unless it was begun already."""
        if Service._task is None:
            Service._task = asyncio.ensure_future(self.work())

    async def stop(self) -> None:
        """Stop the work, if there is any, and wait for its end."""
        task, Service._task = Service._task, None
        if task is not None:
            await stop(task)
