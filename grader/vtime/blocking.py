"""Waits that hold a thread: on the clock's thread they move the clock, in a worker thread they park on it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

from grader.vtime.clock import Clock, to_ns
from grader.vtime.errors import Deadlock
from grader.vtime.outside_work import NEVER, Parked
from grader.vtime.real import REAL
from grader.vtime.waits import CAUSES, Cause, Wait, is_not_library, is_ours, shown, student_function

SLICE_S = 0.0005
LET_RUN_SLICES = 40
LAST_CHANCES = 400


def hold(clock: Clock, poll: Callable[[], bool], timeout: float | None, what: str) -> bool:
    """Wait on the clock's thread until poll() or until `timeout` virtual seconds are over; gives what poll() gave.

    Nobody else of the loop runs meanwhile; parked threads do. Raises Deadlock if nobody can ever make poll() true.
    """
    started = clock.now
    deadline = NEVER if timeout is None else started + max(0, to_ns(timeout))
    while not poll():
        if deadline <= clock.now:
            _record(clock, started, what)
            return False
        if clock.outside.busy():
            _pause(clock)
        elif poll():
            # A thread may have done its part and fallen asleep between two looks.
            break
        elif not _wake_thread(clock, deadline):
            if deadline < NEVER:
                clock.record_block(started, deadline, what)
                clock.pass_time(deadline)
                return poll()
            if not _revives(clock, poll):
                raise Deadlock((_held(clock, what), *(clock.loops[-1].waits() if clock.loops else ())))
    _record(clock, started, what)
    return True


def _record(clock: Clock, started: int, what: str) -> None:
    if clock.now > started:
        clock.record_block(started, clock.now, what)


def let_run(clock: Clock, runs: Callable[[], bool]) -> None:
    """Give a thread a moment of real time to do its part before anybody else goes on, so that runs repeat exactly."""
    for _ in range(LET_RUN_SLICES):
        if not runs():
            return
        _pause(clock)


def _pause(clock: Clock) -> None:
    if clock.loops and not clock.loops[-1].is_closed():
        clock.loops[-1].wait_outside(SLICE_S)
    else:
        REAL.sleep(SLICE_S)


def _wake_thread(clock: Clock, deadline: int) -> bool:
    parking = clock.outside.parking
    first = parking.first(clock)
    if first is None or first[0] > deadline:
        return False
    if first[0] > clock.now:
        clock.pass_time(first[0])
    parked = parking.take()
    parked.expire()
    let_run(clock, lambda: clock.outside.running(parked.ident))
    return True


def _revives(clock: Clock, poll: Callable[[], bool]) -> bool:
    # A thread that ends is gone from sight a moment before join() can tell.
    if not clock.outside.was_used:
        return False
    for _ in range(LAST_CHANCES):
        _pause(clock)
        if poll() or clock.outside.busy() or clock.outside.parking.first(clock) is not None:
            return True
    return False


def _held(clock: Clock, what: str) -> Wait:
    function, file, line = student_function(clock.is_student)
    return Wait("the loop's thread", function, file, line, what, CAUSES[Cause.HOLDS_THE_LOOP], Cause.HOLDS_THE_LOOP)


def park(clock: Clock, parked: Parked) -> bool:
    """Wait in a worker thread until somebody lets it go (True) or its deadline comes (False)."""
    parking = clock.outside.parking
    parking.enter(parked)
    try:
        parked.wait()
    finally:
        parking.leave(parked)
    return not parked.expired


def deadline_of(clock: Clock, timeout: float | None) -> int:
    """Return when a wait that begins now is over, in virtual ns."""
    return NEVER if timeout is None else min(NEVER, clock.now + max(0, to_ns(timeout)))


def named(default: str, timeout: float | None) -> str:
    """Return what the student called, e.g. "Queue.get(2)": the outermost library function around the wait."""
    name = default
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not is_not_library(frame.f_code.co_filename):
        if not is_ours(frame.f_code.co_filename):
            name = frame.f_code.co_qualname
        frame = frame.f_back
    return name if timeout is None else f"{name}({shown(timeout)})"
