"""Fire, but do not forget: tasks in the background, of which none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Background:
    """Keeps tasks alive, tells what fails, and waits for what is left."""

    def __init__(self, on_error: Callable[[str, BaseException], object]) -> None:
        raise NotImplementedError("write Background")

    def spawn(self, coroutine: Coroutine[Any, Any, Any], *, name: str | None = None) -> asyncio.Task[Any]:
        """Start a task and return it at once."""
        raise NotImplementedError("write spawn")

    def __len__(self) -> int:
        """How many tasks are not done."""
        raise NotImplementedError("write __len__")

    async def close(self, grace: float | None = None) -> None:
        """Wait for what is left; what is not done after `grace` seconds is cancelled."""
        raise NotImplementedError("write close")
