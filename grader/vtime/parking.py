"""Threads that wait for the virtual clock."""

from __future__ import annotations

import collections
import heapq
import threading
from collections.abc import Callable, Iterator
from typing import Any

NEVER = 1 << 61


class Parked:
    """One waiting thread; `release` is what threading.Condition.notify calls. `deadline` is in virtual ns."""

    __slots__ = ("_gate", "_lock", "_poke", "deadline", "expired", "ident")

    def __init__(self, deadline: int = NEVER, poke: Callable[[], object] | None = None) -> None:
        self.deadline = deadline
        self.ident = threading.get_ident()
        self.expired = False
        self._poke = poke
        self._gate = threading.Lock()
        self._lock = threading.Lock()
        self._lock.acquire()

    @property
    def released(self) -> bool:
        """Has somebody let it go, even if it does not run yet?"""
        return self._gate.locked()

    def release(self) -> None:
        """Let the thread go. Raises RuntimeError if somebody already did, as a lock does."""
        if not self._gate.acquire(blocking=False):
            raise RuntimeError("release unlocked lock")
        self._let_go()

    def expire(self) -> None:
        """Its deadline has come; nothing happens if it was let go before."""
        if self._gate.acquire(blocking=False):
            self.expired = True
            self._let_go()

    def _let_go(self) -> None:
        self._lock.release()
        if self._poke is not None:
            self._poke()

    def wait(self) -> None:
        """Wait in real time until it is let go."""
        self._lock.acquire()

    def poll(self) -> bool:
        """Has it been let go? Takes note if so."""
        return self._lock.acquire(blocking=False)


class Parking:
    """All parked threads, `present` by their numbers; they enter by themselves, the clock's thread wakes them."""

    def __init__(self) -> None:
        self._arrived: collections.deque[Parked] = collections.deque()
        self._heap: list[tuple[int, int, Parked]] = []
        self.present: dict[int, Parked] = {}
        self.changes = 0

    def enter(self, parked: Parked) -> None:
        """This thread is about to wait."""
        # In this order: once it is present, the clock's thread may go on, and others arrive after it.
        if parked.deadline < NEVER:
            self._arrived.append(parked)
        self.changes += 1
        self.present[parked.ident] = parked

    def leave(self, parked: Parked) -> None:
        """This thread runs again."""
        self.changes += 1
        self.present.pop(parked.ident, None)

    def contains(self, ident: int) -> bool:
        """Is this thread here, waiting or about to run again?"""
        return ident in self.present

    def holds(self, ident: int) -> bool:
        """Does this thread wait, with nobody having let it go?"""
        parked = self.present.get(ident)
        return parked is not None and not parked.released

    def expire_all(self) -> None:
        """Let everybody go: the clock will not move any more."""
        for parked in list(self.present.values()):
            parked.expire()

    def begin_here(self, passed_ns: int) -> None:
        """Call 0 what was `passed_ns` until now."""
        for parked in self.present.values():
            parked.deadline = left_of(parked.deadline, passed_ns)
        self._heap = [(left_of(when, passed_ns), number, parked) for when, number, parked in self._heap]

    def first(self, clock: Any) -> tuple[int, int] | None:
        """(deadline in ns, sequence) of the thread to wake first."""
        while self._arrived:
            parked = self._arrived.popleft()
            heapq.heappush(self._heap, (parked.deadline, clock.next_number(), parked))
        while self._heap and self._heap[0][2].released:
            heapq.heappop(self._heap)
        return self._heap[0][:2] if self._heap else None

    def take(self) -> Parked:
        """The thread that `first` told of, to be woken."""
        return heapq.heappop(self._heap)[2]

    def due(self, clock: Any) -> Iterator[tuple[int, int, Parked]]:
        """The threads to be woken now, each as (deadline in ns, sequence, thread)."""
        while (first := self.first(clock)) is not None and first[0] <= clock.now:
            yield heapq.heappop(self._heap)


def left_of(deadline_ns: int, passed_ns: int) -> int:
    """A deadline as it is once `passed_ns` of the time are over and no longer counted."""
    return deadline_ns if deadline_ns >= NEVER else max(0, deadline_ns - passed_ns)
