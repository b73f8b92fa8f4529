"""Stops a service with a patience of a minute, which nobody asked for."""
# misconception: M39
# breaks: rule 8
# caught by: test_start_and_stop_in_any_order
# student reads: tidied up for an hour

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
            await stop(task, 60)
