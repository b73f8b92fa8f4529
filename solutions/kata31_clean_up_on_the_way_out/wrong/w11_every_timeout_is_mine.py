"""Takes a TimeoutError of the task's for the end of its patience."""
# misconception: M23
# breaks: rule 3
# caught by: test_however_it_ends
# student reads: the very error of the task

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
        try:
            task.result()
        except TimeoutError:
            raise TimeoutError("the task is still tidying up") from None


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
