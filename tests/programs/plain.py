"""Plain asyncio that need not wait: its own loop, whose selector lets time jump where it would have slept."""

from __future__ import annotations

import asyncio
import itertools
import selectors
from types import SimpleNamespace
from typing import Any

from grader.vtime import CHECKS, NumberedTask, SetOrder
from grader.vtime.tasks import NumberedFuture

# Timers due at the same moment fire in the order they were made, which asyncio leaves open: each is put off by less
# than anybody can see. Both are powers of two, so that sums stay exact.
UNSEEN = 2.0**-40
VISIBLE = 2.0**-20


class Stuck(Exception):
    """Everybody waits for something that can no longer happen."""


class _Jumping(selectors.DefaultSelector):
    loop: FastForwardLoop

    def select(self, timeout: float | None = None) -> Any:
        events = super().select(0)
        if events or timeout == 0:
            return events
        if timeout is None:
            raise Stuck
        self.loop.now = self.loop.time() + timeout
        return events


class FastForwardLoop(asyncio.SelectorEventLoop):
    """asyncio's loop at the end of each wait already.

    Its sets of tasks and futures have the `order` that they have with us, where the first task is made in the half
    `first` of our loop, and all others in the half `others`.
    """

    def __init__(self, order: SetOrder, first: int = CHECKS, others: int = CHECKS) -> None:
        self.now = 0.0
        self._made = itertools.count()
        self.clock = SimpleNamespace(order=order)
        self._halves = itertools.chain([first], itertools.repeat(others))
        selector = _Jumping()
        selector.loop = self
        super().__init__(selector)
        self._clock_resolution = VISIBLE
        self.set_task_factory(self._numbered)

    def time(self) -> float:
        return self.now // VISIBLE * VISIBLE

    def call_at(self, when: float, callback: Any, *args: Any, context: Any = None) -> asyncio.TimerHandle:
        return super().call_at(when + next(self._made) * UNSEEN, callback, *args, context=context)

    def create_future(self) -> asyncio.Future[Any]:
        return NumberedFuture(loop=self)

    def _numbered(self, loop: Any, coro: Any, **options: Any) -> NumberedTask:
        return NumberedTask(coro, number=0, half=next(self._halves), order=self.clock.order, loop=loop, **options)
