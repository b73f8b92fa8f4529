"""While it is active, time is virtual: `with virtual(clock): ...`."""

from __future__ import annotations

import builtins
import contextlib
import queue
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from grader.vtime.blocking import deadline_of, hold, park
from grader.vtime.clock import BASE_NS, EPOCH_NS, NS, Clock, to_ns
from grader.vtime.errors import NoInput
from grader.vtime.loop import VirtualLoop
from grader.vtime.outside_work import Parked
from grader.vtime.real import REAL
from grader.vtime.stdlib_waits import (
    Change,
    MakeLoop,
    as_completed_change,
    called_for_real,
    loop_changes,
    waiting_changes,
)
from grader.vtime.waits import shown

# What to add to the monotonic clock for the date.
SINCE_1970_NS = EPOCH_NS - BASE_NS
_ABSENT = object()


class Patches:
    """Replacements for all that waits or tells the time, in place while this context is active.

    They do what they replace, but for the stretches in which `virtual` makes time virtual: whoever has many of those
    puts them into one such context, since it is the replacing that takes time. All is restored on leaving, and names
    bound meanwhile (`from time import sleep`) become the real functions again.
    """

    clock: Clock
    _make_loop: MakeLoop

    def __init__(self) -> None:
        self.active = False
        self._ready: list[Change] = []
        self._undo: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> Self:
        self._ready = self._ready or list(self._changes())
        for owner, name, replacement in self._ready:
            self._undo.append((owner, name, vars(owner).get(name, _ABSENT)))
            setattr(owner, name, replacement)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        while self._undo:
            owner, name, before = self._undo.pop()
            if before is _ABSENT:
                delattr(owner, name)
            else:
                setattr(owner, name, before)

    def begin(self, clock: Clock, make_loop: MakeLoop) -> None:
        """From now on time is this clock's, and new loops come from `make_loop`."""
        clock.thread_id = threading.get_ident()
        clock.outside.rebase()
        self.clock, self._make_loop = clock, make_loop
        self.active = True

    def end(self) -> None:
        """From now on time is real again."""
        self.active = False
        self.clock.outside.parking.expire_all()

    def applies(self) -> bool:
        """Return whether time is virtual for the thread that asks."""
        if not self.active:
            return False
        return self.holds() or not self.clock.outside.lives_in_real_time(threading.get_ident())

    def holds(self) -> bool:
        """Return whether this is the thread whose waits hold everybody."""
        return self.active and threading.get_ident() == self.clock.thread_id

    # -- what is replaced

    def _changes(self) -> Iterator[Change]:
        monotonic = self._reader("monotonic", REAL.monotonic, lambda now: now / NS)
        yield time, "sleep", self._sleep()
        yield time, "monotonic", monotonic
        yield time, "monotonic_ns", self._reader("monotonic_ns", REAL.monotonic_ns, lambda now: now)
        yield time, "perf_counter", self._reader("perf_counter", REAL.perf_counter, lambda now: now / NS)
        yield time, "perf_counter_ns", self._reader("perf_counter_ns", REAL.perf_counter_ns, lambda now: now)
        yield time, "time", self._reader("time", REAL.time, lambda now: (SINCE_1970_NS + now) / NS)
        yield time, "time_ns", self._reader("time_ns", REAL.time_ns, lambda now: SINCE_1970_NS + now)
        for name in ("localtime", "gmtime", "ctime"):
            yield time, name, self._told(getattr(time, name), lambda: time.time())
        yield time, "asctime", self._told(time.asctime, lambda: time.localtime())
        yield time, "strftime", self._formatted(time.strftime)
        yield builtins, "input", self._input(builtins.input)
        yield threading, "_time", monotonic
        yield queue, "time", monotonic
        yield from loop_changes(lambda real: self._make_loop() if self.active else real())
        yield from as_completed_change(lambda: self.active)
        yield from waiting_changes(self)

    def _reader(self, name: str, real: Callable[[], Any], virtual: Callable[[int], Any]) -> Callable[[], Any]:
        def read(_: object) -> Any:
            if not self.applies() or called_for_real():
                return real()
            self.clock.reading()
            return virtual(self.clock.base_ns + self.clock.now)

        read.__name__ = read.__qualname__ = name
        return _builtin(read)

    def _told(self, real: Callable[..., Any], now: Callable[[], Any]) -> Callable[..., Any]:
        def tell(_: object, when: Any = None, /) -> Any:
            return real(now() if when is None else when)

        tell.__name__ = tell.__qualname__ = real.__name__
        return _builtin(tell)

    def _formatted(self, real: Callable[..., str]) -> Callable[..., str]:
        def strftime(_: object, pattern: str, when: Any = None, /) -> str:
            return real(pattern, time.localtime() if when is None else when)

        return _builtin(strftime)

    def _input(self, real: Callable[..., str]) -> Callable[..., str]:
        def input(prompt: object = "", /) -> str:
            """Wait for a line that somebody types. Raises NoInput in a program on the virtual clock."""
            # A debugger beside the checks asks with this function too.
            if self.active and self.clock.is_student(sys._getframe(1).f_code.co_filename):
                raise NoInput
            return real(prompt)

        return input

    def _sleep(self) -> Callable[[float], None]:
        def sleep(_: object, seconds: float, /) -> None:
            """Let virtual time pass."""
            if not self.applies() or called_for_real():
                REAL.sleep(seconds)
                return
            if to_ns(seconds) < 0:
                raise ValueError("sleep length must be non-negative")
            if to_ns(seconds) == 0:
                REAL.sleep(0)
            elif self.holds():
                hold(self.clock, _never, seconds, f"time.sleep({shown(seconds)})")
            else:
                park(self.clock, Parked(deadline_of(self.clock, seconds)))

        return _builtin(sleep)


@contextmanager
def virtual(clock: Clock, make_loop: MakeLoop | None = None, patches: Patches | None = None) -> Iterator[Clock]:
    """Make time virtual while the context is active: `time`, blocking waits and every new asyncio loop.

    `patches` are those that are in place already, if any.
    """
    with contextlib.nullcontext(patches) if patches is not None else Patches() as installed:
        installed.begin(clock, make_loop if make_loop is not None else lambda: VirtualLoop(clock))
        try:
            yield clock
        finally:
            installed.end()


def _builtin(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function without its first argument that, like those of C, does not become a method in a class's
    body.
    """
    return types.MethodType(function, time)


def _never() -> bool:
    return False
