"""Who hears of a check's failure before it is raised, since whoever catches it may say nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

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
    """The failure, which somebody has heard of."""
    listener = _current.get()
    if listener is not None:
        listener(failure)
    return failure
