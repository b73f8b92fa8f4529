"""The trusted time as the kit notes it, who hears of a failure, and warnings to the author of a check."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

E = TypeVar("E", bound=BaseException)
Listener = Callable[[BaseException], None]

_current: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def hearing(listener: Listener) -> Iterator[None]:
    """Tell every failure of `expect`, `fail`, `clock.took` and of a tell's block to this listener."""
    reset = _current.set(listener)
    try:
        yield
    finally:
        _current.reset(reset)


def heard(failure: E) -> E:
    """Return the failure, which somebody has heard of."""
    listener = _current.get()
    if listener is not None:
        listener(failure)
    return failure


_noticed: ContextVar[list[str]] = ContextVar("noticed")


@contextmanager
def noticing() -> Iterator[list[str]]:
    """Collect what is said to the author while a check runs, each sentence once."""
    said: list[str] = []
    reset = _noticed.set(said)
    try:
        yield said
    finally:
        _noticed.reset(reset)


def warn_author(sentence: str) -> None:
    """Say it to whoever takes note; outside a check nobody does."""
    said = _noticed.get(None)
    if said is not None and sentence not in said:
        said.append(sentence)


class WatchedObject(Protocol):
    """Something of the kit that a sweep can look at afterwards."""

    def _left(self, at: float) -> list[str]:
        """Return what of it was begun, and was not over in time when everything was to stop at this moment."""


class Noting(WatchedObject, Protocol):
    """Something of the kit that notes what happens to it."""

    def _noted(self) -> int:
        """Return how much it has noted so far."""


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
