"""Signals to a command that keeps the terminal: ending it, stopping it for a while, a new size."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Any

_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_SIZED = getattr(signal, "SIGWINCH", None)
_STOPPING = getattr(signal, "SIGTSTP", None)

Handler = Callable[[int, FrameType | None], Any]


@contextmanager
def heeded(resized: Callable[[], None], away: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    """The end of the terminal or of the session ends us like Ctrl-C, and Ctrl-Z stops us.

    `resized` is called for a new size; `away` gives the terminal back while we are stopped, and takes it again.
    """
    handlers: dict[Any, Handler] = dict.fromkeys(_ENDING, _interrupt)
    if _SIZED is not None:
        handlers[_SIZED] = lambda *_: resized()
    if _STOPPING is not None:
        handlers[_STOPPING] = lambda number, _: _stop(number, away)
    before = {number: signal.getsignal(number) for number in (*handlers, signal.SIGINT)}
    try:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        yield
    finally:
        for number, handler_before in before.items():
            signal.signal(number, handler_before if handler_before is not None else signal.SIG_DFL)


def deafen() -> None:
    """Nothing interrupts the giving back."""
    for number in (*_ENDING, *([_STOPPING] if _STOPPING is not None else []), signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(number: int, away: Callable[[], AbstractContextManager[None]]) -> None:
    handler = signal.getsignal(number)
    with away():
        signal.signal(number, signal.SIG_DFL)
        # To this very thread: it goes no further until somebody continues us.
        signal.raise_signal(number)
        signal.signal(number, handler)
