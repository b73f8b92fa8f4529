"""Tasks and futures whose order in sets and whose turn is the same on every run."""

from __future__ import annotations

import asyncio
import asyncio.tasks
import contextlib
import sys
from typing import Any, Final

from grader.vtime.handles import mixed

STUDENTS: Final = 0
"""The half of the loop that the submission's tasks are made in."""
CHECKS: Final = 1
"""The half of the loop that the checks' tasks are made in."""

_FUTURES = 2
_BITS = (1 << 60) - 1


class SetOrder:
    """Hashes for one check's tasks and futures, by the order of making (or of first asking) in each half of the loop.

    The same seed gives the same hashes, whether the two halves are one loop or two.
    """

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self._made = [0, 0]
        self._asked = 0
        self._lines = [(_step(seed, stream), mixed(seed, 2 * stream + 1)) for stream in range(3)]

    def next_place(self, half: int) -> int:
        """Return the place of a new task among those of its half."""
        self._made[half] += 1
        return self._made[half]

    def of_task(self, half: int, place: int) -> int:
        """Return the hash of the task that was made at this place of its half."""
        return self._hash(half, place)

    def next_future(self) -> int:
        """Return the hash of a future that is asked for it for the first time."""
        self._asked += 1
        return self._hash(_FUTURES, self._asked)

    def _hash(self, stream: int, number: int) -> int:
        step, start = self._lines[stream]
        return (start + step * number) & _BITS


def _step(seed: int, stream: int) -> int:
    """From one hash to the next.

    A small set looks at the last bits only. An odd step makes them all differ, and one that is -3 or -1 in the last
    three lets two neighbours stand in the order of making for one seed in four, three or four of them for none.
    """
    drawn = mixed(seed, 2 * stream)
    return (drawn & ~7) | (5 if drawn & 1 else 7)


# Kept from before a candidate, or a student, puts something else in its place.
_ALL_TASKS = asyncio.all_tasks
# CPython 3.11 to 3.13 keep here which task runs in each loop; from 3.14 on the dictionary is there and nobody reads it.
_CURRENT: dict[Any, Any] | None = getattr(asyncio.tasks, "_current_tasks") if sys.version_info < (3, 14) else None


class NumberedTask(asyncio.Task[Any]):
    """A task that knows its number among those of its loop, and its place among those of its half of the loop."""

    number = 0
    place = 0
    was_done_at_once = False

    def __init__(self, coro: Any, *, number: int, half: int, order: SetOrder, **options: Any) -> None:
        # asyncio puts the task into a WeakSet while it is made: its hash must stand before.
        self.number = number
        self.place = order.next_place(half)
        self._hash = order.of_task(half, self.place)
        super().__init__(coro, **options)
        if options.get("eager_start"):
            self.was_done_at_once = self.done()

    def __hash__(self) -> int:
        return self._hash


class NumberedFuture(asyncio.Future[Any]):
    """A future that gets its hash when it is first asked for it."""

    _hash = 0

    def __hash__(self) -> int:
        if not self._hash:
            self._hash = self.get_loop().clock.order.next_future()  # type: ignore[attr-defined]
        return self._hash


# What a learner prints names the classes as everywhere.
NumberedTask.__name__ = NumberedTask.__qualname__ = "Task"
NumberedFuture.__name__ = NumberedFuture.__qualname__ = "Future"
NumberedTask.__module__ = asyncio.Task.__module__
NumberedFuture.__module__ = asyncio.Future.__module__


def pending_tasks(loop: asyncio.AbstractEventLoop) -> set[asyncio.Task[Any]]:
    """Return the tasks of this loop that are not done, also where somebody replaced asyncio.all_tasks."""
    return _ALL_TASKS(loop)


def wrapped_coroutine(task: Any) -> Any:
    """Return what a task really runs, whatever its get_coro() gives; None where this is no task, or none that tells."""
    # Not isinstance: that would ask an object of the student's for its class.
    if not issubclass(type(task), asyncio.Task) or _has_lost_its_coroutine(task):
        return None
    return asyncio.Task.get_coro(task)


def _has_lost_its_coroutine(task: asyncio.Task[Any]) -> bool:
    """Return whether get_coro() would crash: CPython 3.12's does for an eager task that was done at once."""
    if not asyncio.Task.done(task) or sys.version_info[:2] != (3, 12):
        return False
    return not isinstance(task, NumberedTask) or task.was_done_at_once


def show_coroutine(task: Any, coroutine: Any, wrapped: Any) -> None:
    """Have a task's get_coro() give this coroutine in place of what was put around it."""
    if wrapped_coroutine(task) is wrapped:
        with contextlib.suppress(AttributeError):  # a task of a student's own making may have no room for it
            task.get_coro = lambda: coroutine


def swap_current_task(loop: asyncio.AbstractEventLoop, task: asyncio.Task[Any] | None) -> asyncio.Task[Any] | None:
    """Make `task` the current task of `loop`; gives the one before."""
    if _CURRENT is None:
        swapped: asyncio.Task[Any] | None = getattr(asyncio.tasks, "_swap_current_task")(loop, task)
        return swapped
    # CPython 3.12.1: the C helper frees the old task before it takes the new one, and crashes.
    before: asyncio.Task[Any] | None = _CURRENT.get(loop)
    if task is None:
        _CURRENT.pop(loop, None)
    else:
        _CURRENT[loop] = task
    return before
