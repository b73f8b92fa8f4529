"""The clock: whole nanoseconds that pass only when somebody says so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from grader.vtime.errors import BusyWait, TimeLimit
from grader.vtime.handles import Schedule
from grader.vtime.outside_work import NEVER, Outside
from grader.vtime.tasks import SetOrder
from grader.vtime.waits import IsStudent, is_not_library, student_place

if TYPE_CHECKING:
    from grader.vtime.loop import VirtualLoop

NS = 1_000_000_000
# Not 0: `if not started_at:` and `last = 0.0` are right on a real machine and must stay so here.
BASE_NS = 100_000 * NS
EPOCH_NS = 1_735_689_600 * NS
LIMIT_NS = 10**7 * NS
MOST_BLOCKS = 100
MOST_READINGS = 10_000
SHOWN_DIGITS = 6


def to_ns(seconds: float) -> int:
    """Seconds as whole nanoseconds, at most NEVER and at least -NEVER. Raises ValueError for NaN."""
    if seconds != seconds:
        raise ValueError("A delay cannot be NaN: give a number of seconds.")
    return NEVER if seconds * NS >= NEVER else -NEVER if seconds * NS <= -NEVER else round(seconds * NS)


class BlockingCall(NamedTuple):
    """A call that held the loop's thread: when, for how many virtual seconds, where, and how many tasks it kept."""

    at_ns: int
    seconds: float
    what: str
    file: str
    line: int
    waiting: int


class Clock:
    """Virtual time since the start, shared by all loops of a process.

    `counter` numbers callbacks and timers, `epoch` the turns of the loop, `loops` is the stack of running loops, and
    `schedule`, where there is one, lets tasks and timers come later than they could, and `order` is that of sets.
    `readings` counts those of one step: whoever lets somebody else run sets it to 0. `base_ns` is what
    `time.monotonic()` shows at 0.
    """

    def __init__(self, limit_ns: int = LIMIT_NS) -> None:
        self.limit_ns = limit_ns
        self.is_student: IsStudent = is_not_library
        self.on_block: Callable[[BlockingCall], None] = _ignore
        self.thread_id = threading.get_ident()
        self.outside = Outside()
        self.loops: list[VirtualLoop] = []
        self.reset()

    def reset(self) -> None:
        """Begin again at 0; loops that still run are abandoned."""
        for loop in list(self.loops):
            loop.abandon()
        self.loops.clear()
        self.schedule: Schedule | None = None
        self.order = SetOrder()
        self.base_ns = BASE_NS
        self._begin()

    def _begin(self) -> None:
        self.now = 0
        self.counter = 0
        self.epoch = 0
        self.blocks: list[BlockingCall] = []
        self.readings = 0
        self._read_at = (0, 0)
        self._fired = (0, 0)

    def begin_here(self, loops: Iterable[VirtualLoop]) -> None:
        """Call this moment 0; what programs read of the time goes on from where it is.

        What waits in threads and in these loops, none of which runs, waits as long as it would have.
        """
        passed = self.now
        self.base_ns += passed
        self._begin()
        self.outside.parking.begin_here(passed)
        for loop in loops:
            loop.begin_here(passed)

    @property
    def elapsed(self) -> float:
        """Virtual seconds since the start, to the microsecond, so that three thirds of a second are 1.0."""
        return round(self.now / NS, SHOWN_DIGITS)

    def __repr__(self) -> str:
        return f"<clock {self.elapsed:g} s>"

    def fires(self, count: int) -> None:
        """So many timers of the loops of this process fire now."""
        self._fired = (self.now, self.fired_now + count)

    @property
    def fired_now(self) -> int:
        """How many timers of the loops of this process have fired at this very moment."""
        at, count = self._fired
        return count if at == self.now else 0

    def next_number(self) -> int:
        """Return the next number of the one sequence of callbacks and timers."""
        self.counter += 1
        return self.counter

    def look_outside(self) -> None:
        """A new turn is about to begin: where nobody else does, take in what files and signals have to say."""

    # -- time passes

    def move_to(self, to_ns: int) -> None:
        """Let the clock show `to_ns`, never less than it shows. Raises TimeLimit past the limit."""
        if to_ns > self.limit_ns:
            raise TimeLimit(f"more than {self.limit_ns / NS:g} virtual seconds passed: does it wait for ever?")
        self.now = max(self.now, to_ns)

    def pass_time(self, to_ns: int) -> None:
        """Move the clock while nobody runs; where another process owns the clock, this asks it to."""
        self.move_to(to_ns)

    def block(self, to_ns: int, what: str) -> None:
        """Record a call that holds everybody until `to_ns`, then let that time pass. Raises TimeLimit."""
        self.record_block(self.now, to_ns, what)
        self.pass_time(to_ns)

    def record_block(self, from_ns: int, to_ns: int, what: str) -> None:
        """Record that a call held everybody from `from_ns` to `to_ns`."""
        file, line = student_place(self.is_student)
        waiting = self.loops[-1].held_until(to_ns) if self.loops else 0
        block = BlockingCall(from_ns, round((to_ns - from_ns) / NS, 9), what, file, line, waiting)
        if len(self.blocks) < MOST_BLOCKS:
            self.blocks.append(block)
        self.on_block(block)

    # -- the clock is read

    def reading(self) -> None:
        """Count one reading of the clock. Raises BusyWait at the 10 000th in one step at one instant."""
        at = (self.now, self.epoch)
        if at != self._read_at:
            self._read_at = at
            self.readings = 0
        self.readings += 1
        if self.readings >= MOST_READINGS:
            raise BusyWait(*student_place(self.is_student), self.readings)


def _ignore(block: BlockingCall) -> None:
    """Nobody listens."""
