"""Clean up on the way out: stop a task properly, and a service that uses it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def stop(task: asyncio.Task[Any], patience: float | None = None) -> None:
    """Cancel the task and wait for its end; raise what it fails with, and TimeoutError when patience is over."""
    raise NotImplementedError("write stop")


class Service:
    """Runs work in the background, between start and stop."""

    def __init__(self, work: Callable[[], Awaitable[Any]]) -> None:
        self.work = work

    async def start(self) -> None:
        """Begin the work, unless it was begun already."""
        raise NotImplementedError("write start")

    async def stop(self) -> None:
        """Stop the work, if there is any, and wait for its end."""
        raise NotImplementedError("write stop")
