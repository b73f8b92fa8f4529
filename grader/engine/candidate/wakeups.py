"""Who let whom go on, and since when: best effort, from what futures tell the loop."""

from __future__ import annotations

import asyncio
import sys
import weakref
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any, NamedTuple

from grader.vtime import Clock
from grader.vtime.handles import KeyedTimer

MOST_FRAMES = 12
_RUN = asyncio.Handle._run.__code__


class Wakeup(NamedTuple):
    """Since when a row can run, in ns, and which row let it, or 0.

    A sleep may be over before somebody ends it: then that was `late_by`, at `late_at`.
    """

    since: int
    by: int
    late_at: int = 0
    late_by: int = 0


class Releases:
    """For each row that waits: on which future, and once that is done, since when in ns and by which row (or 0)."""

    def __init__(self, clock: Clock, running: Sequence[int], row_of: Callable[[Any], int]) -> None:
        self._clock = clock
        self._running = running
        self._row_of = row_of
        self._waiting: dict[int, tuple[weakref.ref[Any], list[int]]] = {}
        self._ready: dict[int, Wakeup] = {}
        self._due: dict[int, int] = {}

    def made(self, row: int, by: int) -> None:
        """Note that a row that was just made can run from now on."""
        self._ready[row] = Wakeup(self._clock.now, by)

    def yields(self, row: int) -> None:
        """Note that this row lets others go first and can run at once."""
        self._ready[row] = Wakeup(self._clock.now, 0)

    def suspended(self, row: int, future: Any) -> None:
        """Note that this row waits for this future."""
        known = self._waiting.get(id(future))
        if known is not None and known[0]() is future:
            known[1].append(row)
            return
        try:
            # Never a reference that keeps a future alive: one that is thrown away is a finding.
            self._waiting[id(future)] = (weakref.ref(future), [row])
        except TypeError:
            return

    def sleeps(self, row: int, due_ns: int) -> None:
        """This row's sleep is over then, whoever ends it later; -1 where it does not sleep."""
        if due_ns >= 0:
            self._due[row] = due_ns

    def ready(self, future: Any) -> None:
        """Note that the loop will call back with this, which may be a future that is done now."""
        known = self._waiting.pop(id(future), None)
        if known is None or known[0]() is not future:
            return
        ready = self._released(future)
        for row in known[1]:
            self._ready[row] = ready

    def resumed(self, row: int) -> Wakeup:
        """Return since when this row could run, and who let it; to be asked once."""
        ready = self._ready.pop(row, Wakeup(self._clock.now, 0))
        due = self._due.pop(row, ready.since)
        return ready if due >= ready.since else Wakeup(due, 0, ready.since, ready.by)

    def _released(self, future: Any) -> Wakeup:
        now = self._clock.now
        row = self._row_of(future)
        if row:
            return Wakeup(now, row)
        if self._running:
            return Wakeup(now, self._running[-1])
        handle = _handle_that_runs()
        if isinstance(handle, KeyedTimer):
            return Wakeup(min(now, handle.key[2]), 0)
        arguments = getattr(handle, "_args", None)
        return Wakeup(now, self._row_of(arguments[0]) if arguments else 0)


def _handle_that_runs() -> Any:
    frame: FrameType | None = sys._getframe(1)
    for _ in range(MOST_FRAMES):
        if frame is None:
            return None
        if frame.f_code is _RUN:
            return frame.f_locals.get("self")
        frame = frame.f_back
    return None
