"""Callbacks with a place in the one order of all callbacks, and seeded schedules that asyncio allows."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.vtime.outside_work import NEVER, left_of

if TYPE_CHECKING:
    from grader.vtime.clock import Clock

MOST_TRIPS = 8
JITTER_NS = 1_000
_MASK = (1 << 64) - 1
# A step of a task under the names that the C and the Python class of asyncio.Task give it.
_STEPS = frozenset({"TaskStepMethWrapper", "task_wakeup", "__step", "__wakeup"})


class Schedule:
    """A sequence of draws that follows from its seed.

    Each half of a loop has a schedule of its own, so that neither half knows or moves the draws of the other.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._drawn = 0

    def trips(self) -> int:
        """Return how many more times a task's step goes through the ready queue: none for every second, 8 at most."""
        drawn = self._draw()
        return 0 if drawn & 1 else (drawn >> 1) % (MOST_TRIPS + 1)

    def jitter_ns(self) -> int:
        """Return how much later a timer fires: less than a microsecond, and nothing for every second, so that ties
        remain.
        """
        drawn = self._draw()
        return 0 if drawn & 1 else (drawn >> 1) % JITTER_NS

    def _draw(self) -> int:
        self._drawn += 1
        return mixed(self.seed, self._drawn)


def mixed(seed: int, number: int) -> int:
    """64 bits for this number: the same for the same seed."""
    # splitmix64 (Steele, Lea and Flood, 2014): quick, and every number well mixed.
    bits = (seed + number * 0x9E3779B97F4A7C15) & _MASK
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & _MASK
    return bits ^ (bits >> 31)


def trips_of(clock: Clock, callback: Callable[..., object] | None) -> int:
    """Return how many more trips this callback makes, drawn now: only the next step of a task makes any."""
    if clock.schedule is None or not steps_a_task(callback):
        return 0
    return clock.schedule.trips()


def steps_a_task(callback: Callable[..., object] | None) -> bool:
    """Return whether this callback is the next step of a task."""
    if not isinstance(getattr(callback, "__self__", None), asyncio.Task):
        return False
    return (getattr(callback, "__name__", "") or type(callback).__name__) in _STEPS


Key = tuple[int, int, int, int]
FEW_TIMERS = 100


class KeyedHandle(asyncio.Handle):
    """A callback with its key: (epoch, 0 timer or 1 soon, when in ns, sequence)."""

    __slots__ = ("key", "trips")

    key: Key
    trips: int
    """How many more times it goes through the ready queue, once a schedule has said so."""


class KeyedTimer(asyncio.TimerHandle):
    """A timer's callback with its key."""

    __slots__ = ("key",)

    key: Key
    _loop: Any

    @property
    def base_ns(self) -> int:
        """What its loop's time is, in ns, at the clock's 0."""
        return int(self._loop.clock.base_ns)


class Timers:
    """Timers by (when in virtual ns, sequence): equal deadlines in the order they were made.

    `next` is (when, sequence) of the first that can still fire, as long as `known` says so; else ask `first`.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, KeyedTimer]] = []
        self._cancelled = 0
        self.next: tuple[int, int] | None = None
        self.known = True

    def add(self, when_ns: int, number: int, handle: KeyedTimer) -> None:
        """Put a timer in."""
        heapq.heappush(self._heap, (when_ns, number, handle))
        self.known = False

    def first(self) -> tuple[int, int] | None:
        """(when, sequence) of the next timer that can still fire."""
        heap = self._heap
        while heap and heap[0][2]._cancelled:
            heapq.heappop(heap)
        self.next = heap[0][:2] if heap and heap[0][0] < NEVER else None
        self.known = True
        return self.next

    def due(self, now_ns: int) -> list[tuple[int, int, KeyedTimer]]:
        """Take out every timer whose time has come, in order."""
        taken = []
        while self._heap and self._heap[0][0] <= now_ns:
            entry = heapq.heappop(self._heap)
            if not entry[2]._cancelled:
                taken.append(entry)
        self.known = False
        return taken

    def count_until(self, to_ns: int) -> int:
        """Return how many timers fire until then."""
        return sum(when <= to_ns and not handle._cancelled for when, _, handle in self._heap)

    def one_cancelled(self) -> None:
        """Sweep out cancelled timers once they may be most of them."""
        # asyncio says so just before the handle is marked.
        self.known = False
        self._cancelled += 1
        if self._cancelled > max(FEW_TIMERS, len(self._heap) // 2):
            self._heap = [entry for entry in self._heap if not entry[2]._cancelled]
            heapq.heapify(self._heap)
            self._cancelled = 0

    def begin_here(self, passed_ns: int, number: Callable[[], int]) -> None:
        """Call 0 what was `passed_ns` until now, and number all timers anew, in their order."""
        in_order = sorted(self._heap, key=lambda entry: entry[:2])
        self._heap = [(left_of(when, passed_ns), number(), handle) for when, _, handle in in_order]
        self.known = False

    def clear(self) -> None:
        """Forget all timers."""
        self._heap.clear()
        self.known = False
