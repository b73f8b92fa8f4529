"""Fire, but do not forget: a set of tasks, and a done callback that takes them out and looks how they ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Background:
    """Keeps tasks alive, tells what fails, and waits for what is left."""

    def __init__(self, on_error: Callable[[str, BaseException], object]) -> None:
        self._on_error = on_error
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def spawn(self, coroutine: Coroutine[Any, Any, Any], *, name: str | None = None) -> asyncio.Task[Any]:
        """Start a task and return it at once."""
        if self._closed:
            coroutine.close()
            raise RuntimeError("this background is closed")
        task = asyncio.create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def __len__(self) -> int:
        """How many tasks are not done."""
        return len(self._tasks)

    async def close(self, grace: float | None = None) -> None:
        """Wait for what is left; what is not done after `grace` seconds is cancelled."""
        self._closed = True
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=grace)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._on_error(task.get_name(), error)
