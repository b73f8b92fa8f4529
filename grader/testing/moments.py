"""The trusted time, as the kit notes it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Watched(Protocol):
    """Something of the kit that a sweep can look at afterwards."""

    def _left(self, at: float) -> list[str]:
        """What of it was begun, and was not over in time when everything was to stop at this moment."""


class Noting(Watched, Protocol):
    """Something of the kit that notes what happens to it."""

    def _noted(self) -> int:
        """How much it has noted so far."""


class Timekeeper(Protocol):
    """The check's own clock."""

    @property
    def elapsed(self) -> float:
        """Virtual seconds since the check began."""

    @property
    def loops(self) -> Sized:
        """The loops that run now."""

    @property
    def fired_now(self) -> int:
        """How many timers of the check have fired at this very moment."""


_timekeeper: ContextVar[Timekeeper] = ContextVar("timekeeper")


@contextmanager
def keeping_time(clock: Timekeeper) -> Iterator[None]:
    """Let `now` and `runs` ask this clock, whatever loop their caller says it is in."""
    reset = _timekeeper.set(clock)
    try:
        yield
    finally:
        _timekeeper.reset(reset)


def now() -> float:
    """Return the virtual seconds since the check began; outside a check, the running loop's time."""
    clock = _timekeeper.get(None)
    return asyncio.get_running_loop().time() if clock is None else float(clock.elapsed)


def runs() -> bool:
    """Tell whether a loop runs. What is thrown away together with its loop did not end: nobody can say when."""
    clock = _timekeeper.get(None)
    return asyncio._get_running_loop() is not None if clock is None else len(clock.loops) > 0


def fired_now() -> int:
    """Tell how many timers of the check have fired at this very moment; 0 outside a check, where nobody counts."""
    clock = _timekeeper.get(None)
    return 0 if clock is None else clock.fired_now
