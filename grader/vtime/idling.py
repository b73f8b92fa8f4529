"""What a loop does that has nothing to run: let outside work go on, move the clock, or tell why it is stuck."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from grader.vtime.errors import Deadlock, Livelock
from grader.vtime.handles import Key
from grader.vtime.outside_work import NEVER, Parked
from grader.vtime.real import REAL
from grader.vtime.waits import Wait, wait_of

if TYPE_CHECKING:
    from grader.vtime.loop import VirtualLoop

MOST_TURNS = 10_000
OUTSIDE_S = 0.002
# Loopback data needs no longer than this to come back.
GRACE_S = 0.002
WORKER_WAIT_S = 0.05
# Outside work that looks asleep gets this much real time before it is called dead.
LAST_CHANCES = 100


class Partner(Protocol):
    """The other half of the loop."""

    def head(self) -> Key | None:
        """Key of its next callback."""

    def next_timer(self) -> tuple[int, int] | None:
        """(when in virtual ns, sequence) of its next timer."""

    def busy(self) -> bool:
        """Return whether its outside work can still move anything."""

    def listens(self) -> bool:
        """Return whether its loop has files or signals to look at before time passes."""

    def run(self, upto: int | None, wait: bool = False) -> None:
        """Let it run its callbacks, of epochs up to `upto`; with `wait`, first wait for its outside work."""

    def describe(self) -> list[Wait]:
        """Return who waits where."""


def idle(loop: VirtualLoop) -> None:
    """Wait for outside work or move the clock to the next timer. Raises Deadlock, TimeLimit."""
    if not loop.drives:
        _wait_for_the_clock(loop)
    elif loop.busy:
        loop.wait_outside(OUTSIDE_S)
    elif loop.partner is not None and loop.partner.busy():
        loop.partner.run(None, wait=True)
    elif not _something_came(loop):
        _move_on(loop)


def _something_came(loop: VirtualLoop) -> bool:
    if loop.partner is not None and loop.partner.listens() and _partner_hears(loop, loop.partner):
        return True
    if not loop.has_files:
        return False
    loop.wait_outside(GRACE_S)
    return loop.head() is not None or loop.busy


def _partner_hears(loop: VirtualLoop, partner: Partner) -> bool:
    # Whatever comes is a callback, and takes a number of the one sequence; the callbacks may be over by now.
    before = loop.clock.counter
    partner.run(None, wait=True)
    return loop.clock.counter != before or partner.busy()


def _move_on(loop: VirtualLoop) -> None:
    timers = [loop.next_timer(), loop.partner.next_timer() if loop.partner is not None else None]
    following = min((timer for timer in timers if timer is not None), default=None)
    if following is not None:
        loop.clock.move_to(following[0])
    elif not _revives(loop):
        raise Deadlock(tuple(loop.waits() + (loop.partner.describe() if loop.partner is not None else [])))


def _revives(loop: VirtualLoop) -> bool:
    partner = loop.partner
    if partner is not None and partner.listens():
        return any(_partner_hears(loop, partner) for _ in range(LAST_CHANCES))
    if not loop.has_files and not loop.clock.outside.unsure():
        return False
    for _ in range(LAST_CHANCES):
        loop.wait_outside(OUTSIDE_S)
        if loop.head() is not None or loop.next_timer() is not None or loop.busy:
            return True
    return False


def _wait_for_the_clock(loop: VirtualLoop) -> None:
    # A loop in a worker thread parks like any other thread; a callback from outside lets it go too.
    timer = loop.next_timer()
    parked = Parked(NEVER if timer is None else timer[0], poke=loop.poke)
    parking = loop.clock.outside.parking
    loop.parked = parked
    parking.enter(parked)
    try:
        while not parked.released and loop.head() is None:
            loop.wait_outside(WORKER_WAIT_S)
    finally:
        loop.parked = None
        parking.leave(parked)


class Spinning:
    """Notices a loop that turns and turns at one instant."""

    def __init__(self) -> None:
        self._at = -1
        self._epoch = 0

    def check(self, loop: VirtualLoop) -> None:
        """Take note of one more turn. Raises Livelock after 10 000 at one instant."""
        clock = loop.clock
        if clock.now != self._at:
            self._at, self._epoch = clock.now, clock.epoch
        elif clock.epoch - self._epoch > MOST_TURNS:
            # Whoever cleans up after the error gets as many turns again.
            self._epoch = clock.epoch
            if loop.busy or (loop.partner is not None and loop.partner.busy()):
                REAL.sleep(OUTSIDE_S)
                return
            raise Livelock(MOST_TURNS, loop.clock.elapsed, _spinners(loop))


def _spinners(loop: VirtualLoop) -> tuple[Wait, ...]:
    tasks = [getattr(getattr(handle, "_callback", None), "__self__", None) for handle in loop.ready_handles]
    waits = [wait_of(task, loop.clock.is_student) for task in tasks if isinstance(task, asyncio.Task)]
    return tuple(waits or (loop.partner.describe() if loop.partner is not None else []))[:5]
