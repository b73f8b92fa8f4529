"""A plain loop of asyncio's whose waits are jumps: the measure for what a check must see on this Python."""

from __future__ import annotations

import asyncio
import selectors
from typing import Any

# How long threads get, in real seconds, before time jumps; they have nothing to do but to answer.
THREADS_S = 0.25


class Jumping(selectors.DefaultSelector):
    """Jumps over every wait that nobody outside can end."""

    loop: FastForward

    def select(self, timeout: float | None = None) -> Any:
        waits_for_threads = self.loop._default_executor is not None
        events = super().select(THREADS_S if timeout is None or (timeout > 0 and waits_for_threads) else 0)
        if not events and timeout is None and not waits_for_threads:
            raise AssertionError("everybody waits for something that can no longer happen")
        if not events and timeout is not None and timeout > 0:
            self.loop.now += timeout
        return events


class FastForward(asyncio.SelectorEventLoop):
    """asyncio's own loop, nothing replaced but its clock and its selector."""

    _default_executor: Any

    def __init__(self) -> None:
        self.now = 1_000.0
        selector = Jumping()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.now


def run(coroutine: Any) -> Any:
    """What the coroutine gives on such a loop."""
    with asyncio.Runner(loop_factory=FastForward) as runner:
        return runner.run(coroutine)
