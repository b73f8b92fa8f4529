"""Sleeps for all of its patience, though the task is done long before."""
# misconception: M00
# breaks: rule 1
# caught by: test_however_it_ends
# student reads: the task was done, and stop ended only later

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def stop(task: asyncio.Task[Any], patience: float | None = None) -> None:
    """Cancel the task and wait for its end; raise what it fails with, and TimeoutError when patience is over."""
    task.cancel()
    if patience is None:
        await asyncio.wait([task])
    else:
        await asyncio.sleep(patience)
    if not task.done():
        raise TimeoutError("the task is still tidying up")
    if not task.cancelled():
        task.result()


class Service:
    """Runs work in the background, between start and stop."""

    def __init__(self, work: Callable[[], Awaitable[Any]]) -> None:
        self.work = work
        self._task: asyncio.Future[Any] | None = None

    async def start(self) -> None:
        """Begin the work, unless it was begun already."""
        if self._task is None:
            self._task = asyncio.ensure_future(self.work())

    async def stop(self) -> None:
        """Stop the work, if there is any, and wait for its end."""
        task, self._task = self._task, None
        if task is not None:
            await stop(task)
