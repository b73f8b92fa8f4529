"""The time in which a student's file is loaded: over and forgotten when its check begins at 0."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from grader.candidate.observer import Observer
from grader.vtime import Clock, SetOrder, VirtualLoop, forget_current_loop


@contextmanager
def loading(clock: Clock, file: str) -> Iterator[Observer]:
    """Let the file's own code take time and run loops; gives the observer of all that.

    Afterwards the clock shows 0 and no loop is current. Loops and threads that are left go on where they are, and
    nobody hears what becomes of them.
    """
    observer = Observer(file)
    loops: list[VirtualLoop] = []
    observer.on_loop = loops.append
    clock.is_student, clock.on_block = observer.is_student, observer.blocked
    planned = clock.schedule, clock.order
    clock.schedule, clock.order = None, SetOrder()
    try:
        yield observer
    finally:
        if loops:
            gc.collect()  # what they left in cycles is told now, to this observer
        clock.schedule, clock.order = planned
        clock.begin_here(loop for loop in loops if not loop.is_closed())
        forget_current_loop()
