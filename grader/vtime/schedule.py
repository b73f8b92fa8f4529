"""Seeded schedules that asyncio allows: tasks get their turn a little later, timers fire a little later.

No program may count on how many turns of the loop another task takes, nor on which of two equal timers comes first.
What asyncio does promise, that callbacks run in the order they were handed to `call_soon`, a schedule leaves alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

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
        """How many more times a task's step goes through the ready queue: none for every second, 8 at most."""
        drawn = self._draw()
        return 0 if drawn & 1 else (drawn >> 1) % (MOST_TRIPS + 1)

    def jitter_ns(self) -> int:
        """How much later a timer fires: less than a microsecond, and nothing for every second, so that ties remain."""
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
    """How many more trips this callback makes, drawn now: only the next step of a task makes any."""
    if clock.schedule is None or not steps_a_task(callback):
        return 0
    return clock.schedule.trips()


def steps_a_task(callback: Callable[..., object] | None) -> bool:
    """Is this callback the next step of a task?"""
    if not isinstance(getattr(callback, "__self__", None), asyncio.Task):
        return False
    return (getattr(callback, "__name__", "") or type(callback).__name__) in _STEPS
