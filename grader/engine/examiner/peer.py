"""The examiner's side of the wire: every read and write has a deadline, and everything is cleaned where it enters."""

from __future__ import annotations

import asyncio
import contextvars
import math
import os
import select
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from grader.engine.examiner.candidate_words import Events
from grader.engine.examiner.launch import Candidate, processor_time
from grader.engine.examiner.remote_loop import CALLBACKS_A_TURN, CandidateHalf, PartnerLoop
from grader.engine.examiner.schedules import candidate_seed
from grader.engine.wire.channel import Channel, Frame, Gone, Loss
from grader.engine.wire.crossing import MayNotCross, place_of
from grader.engine.wire.futures import CarriedContext
from grader.engine.wire.objects import RemoteKit, RemoteModule
from grader.engine.wire.peer import Peer
from grader.engine.wire.protocol import (
    BUSY,
    LISTENS,
    MAX_LENT,
    MAX_SOURCE,
    MAX_STEP,
    REBOUND,
    STOPPING,
    VERSION,
    CandidateStatus,
    ExaminerStatus,
)
from grader.model import TimelineEvent
from grader.vtime import NEVER, REAL, BusyWait, Clock, Deadlock, Key, Livelock, TimeLimit, VirtualLoop

TOO_SLOW = "no answer before the deadline"
# How often to look at a candidate that says nothing. Most answer long before the first look.
LOOKS_EVERY_MS = 250


class GuardedChannel(Channel):
    """Raises Gone when the deadline passes, the process ends or it stops reading. `deadline` is in real seconds.

    So it does when the candidate has computed for `computes_s` seconds of processor time, seen from the first look on,
    and said nothing meanwhile. Processor time tells a loop that never ends from a machine that is busy.
    """

    def __init__(self, candidate: Candidate) -> None:
        super().__init__(candidate.read_fd, candidate.write_fd)
        self._candidate = candidate
        self.deadline = REAL.monotonic() + 10.0
        self.computes_s = math.inf
        self._polled = hasattr(select, "poll")
        if self._polled:
            os.set_blocking(self.read_fd, False)
            os.set_blocking(self.write_fd, False)
            self._readable, self._writable = select.poll(), select.poll()
            self._readable.register(self.read_fd, select.POLLIN)
            self._writable.register(self.write_fd, select.POLLOUT)

    def _left_ms(self) -> float:
        left = self.deadline - REAL.monotonic()
        if left <= 0:
            raise Gone(TOO_SLOW, Loss.TOO_SLOW)
        return left * 1000

    def read_some(self) -> bytes:
        """Read what is there, waiting until the deadline at most."""
        if not self._polled:
            return self._read_watched()
        while True:
            if REAL.monotonic() >= self.deadline:
                raise Gone(TOO_SLOW, Loss.TOO_SLOW)
            try:
                return os.read(self.read_fd, 65536)
            except BlockingIOError:
                self._await_answer()
            except OSError:
                return b""

    def _await_answer(self) -> None:
        computed = None
        while not self._readable.poll(min(self._left_ms(), LOOKS_EVERY_MS)):
            now = processor_time(self._candidate.pid)
            computed = now if computed is None else computed
            if now - computed >= self.computes_s:
                raise Gone("it computed without a word", Loss.COMPUTED)

    def write_some(self, data: bytes | memoryview) -> int:
        """Write what fits, waiting until the deadline at most."""
        while True:
            try:
                return os.write(self.write_fd, data)
            except BlockingIOError:
                self._writable.poll(self._left_ms())
            except OSError:
                raise Gone("The student's process ended early.", Loss.ENDED) from None

    def _read_watched(self) -> bytes:
        # Windows cannot poll a pipe: a timer kills the candidate instead, which ends the read.
        timer = threading.Timer(self._left_ms() / 1000, self._candidate.kill)
        timer.daemon = True
        timer.real_time = True  # type: ignore[attr-defined]  # else it would wait on the virtual clock
        timer.start()
        try:
            data = os.read(self.read_fd, 65536)
        finally:
            timer.cancel()
        if not data:
            self._left_ms()
        return data


FARTHEST = 1 << 62
OF_A_CHECK: tuple[type[BaseException], ...] = (AssertionError, pytest.fail.Exception, MayNotCross)
_CLOCKS = (BusyWait, Deadlock, Livelock, TimeLimit)
_NO_CONTEXT = frozenset({"run", "wake", "prepare", "clues", "load", "kit", "inside", "waits", "finish"})

M = TypeVar("M", bound=RemoteKit)


class ExaminerPeer(Peer):
    """Checks every number the candidate tells; a lie can only hurt the candidate itself."""

    trusted = True

    def __init__(
        self, channel: Channel, clock: Clock, wanted: dict[str, None] | None = None, lines: int = MAX_SOURCE
    ) -> None:
        super().__init__(channel, clock)
        self.lines = lines
        self.wanted = {} if wanted is None else wanted
        self.lent: dict[str, Any] = {}
        self._lets_go = False
        self._granted = 0
        self.half = CandidateHalf(self)
        self.head: Key | None = None
        self.timer: tuple[int, int] | None = None
        self.epoch_told = 0
        self.busy = False
        self.listens = False
        self.stopping = False
        self.stopped_by: BaseException | None = None
        self.passed: BaseException | None = None
        self._events = Events(clock, self.existing)
        self._loops: dict[int, PartnerLoop] = {}
        self._context = CarriedContext()
        self.operations.table |= {"block": self._block, "runloop": self._run_loop}

    # -- failures of the check's own

    def is_failure(self, error: BaseException) -> bool:
        """Return whether this is a failure that was raised, of the check and not of the clock."""
        return isinstance(error, OF_A_CHECK) and error.__traceback__ is not None and not isinstance(error, _CLOCKS)

    def passes(self, failure: BaseException, giver: Any = None) -> None:
        """Remember the first failure that passes through the candidate, which may swallow it."""
        if isinstance(failure, MayNotCross):
            failure.place = place_of(giver) or failure.place
        if self.passed is None:
            self.passed = failure

    def takes_back(self, refusal: BaseException) -> None:
        """Forget this one."""
        if self.passed is refusal:
            self.passed = None

    # -- the wire

    def status(self) -> list[Any]:
        """Return an ExaminerStatus as it crosses: without a grant where there is none."""
        clock = self.clock
        self.epoch_told = clock.epoch
        head = clock.loops[-1].head() if clock.loops else None
        self._granted = self._grant() if self._lets_go and head is None else 0
        status = ExaminerStatus(clock.counter, clock.epoch, clock.now, head, self._granted)
        return list(status if self._granted else status[:-1])

    def let_go(self, operation: str, *arguments: Any, lets_go: bool = True) -> None:
        """Have the candidate run its callbacks; if so, it may let time pass where that makes no difference."""
        before, self._lets_go = self._lets_go, lets_go
        try:
            self.ask(operation, *arguments)
        finally:
            self._lets_go = before

    def _grant(self) -> int:
        """Return until when, in virtual ns: while nothing here is ready or on its way, and to before our own timers."""
        loop = self.clock.loops[-1]
        if loop._stopping or loop.has_files or loop.busy or loop.partner is not self.half:
            return 0
        timer = loop.next_timer()
        return min(timer[0] if timer is not None else NEVER, self.clock.limit_ns + 1)

    def absorb_status(self, status: Any) -> None:
        """Check the candidate's counters, keys and flags. Raises Gone on anything impossible."""
        counter, epoch, head, timer, flags, _, events, now = CandidateStatus(*status)
        clock = self.clock
        if type(counter) is not int or not 0 <= counter - clock.counter <= MAX_STEP:
            raise Gone("protocol: counters that jump")
        if type(epoch) is not int or not 0 <= epoch - clock.epoch <= MAX_STEP:
            raise Gone("protocol: counters that jump")
        clock.counter = counter
        if epoch > clock.epoch:
            clock.epoch = epoch
            for loop in clock.loops:
                loop.begin_epoch()
        self.head = None if head is None else _head(head)
        self.timer = None if timer is None else _timer(timer)
        self.busy = self.stopping = self.listens = False
        if flags != 0:
            self._read_flags(flags)
        before = clock.now
        if now is not None:
            self._move(now)
        if events != []:
            self._events.absorb(events, since=before)

    def _read_flags(self, flags: Any) -> None:
        if type(flags) is not int or not 0 <= flags <= BUSY | STOPPING | REBOUND | LISTENS:
            raise Gone("protocol: flags")
        self.busy, self.stopping = bool(flags & BUSY), bool(flags & STOPPING)
        self.listens = bool(flags & LISTENS)
        if flags & REBOUND:
            self.lent.clear()

    def _move(self, now: Any) -> None:
        if type(now) is not int or not self.clock.now < now < self._granted:
            raise Gone("protocol: time")
        self.clock.move_to(now)

    def _exchange(self, operation: str, arguments: tuple[Any, ...]) -> Frame:
        # The candidate has a part in a check's loop only once the check asks it something from there: a program of the
        # check's own, such as one to predict, runs without it.
        loop = asyncio._get_running_loop()
        if isinstance(loop, VirtualLoop) and loop.partner is None:
            loop.partner = self.half
        return super()._exchange(operation, arguments)

    def wake(self, number: int, *, is_last: bool) -> None:
        """Tell the candidate, and let it go on where it would be let go on next."""
        loop = self.clock.loops[-1] if self.clock.loops else None
        if loop is None or not is_last or loop.partner is not self.half:
            super().wake(number, is_last=is_last)
        else:
            self.let_go("wake", number, loop.turn, bool(loop._stopping), CALLBACKS_A_TURN)

    def context_of(self, operation: str, task: Any) -> list[Any] | None:
        """Return the candidate's Context that belongs to the task which asks."""
        if operation in _NO_CONTEXT or hasattr(task, "_reference"):
            return None
        return self._context.request(task)

    def absorb_context(self, status: Any, task: Any) -> None:
        """Remember which version of its Context the candidate answered in."""
        context = CandidateStatus(*status).context
        if context:
            self._context.absorb(context, task)

    # -- asking

    def greeted(self) -> Any:
        """Hear the candidate's first word, from before it has any file: how it says it is confined. Raises Gone."""
        frame = self.channel.receive()
        if len(frame) != 3 or frame[:2] != ["h", VERSION]:
            raise Gone("protocol: version")
        return frame[2]

    def open_module(self) -> RemoteModule:
        """Return a fresh copy of the student's module. Raises what its import raised.

        The functions that were wanted of it before come along with it, until the candidate says that a name has
        come to mean another.
        """
        schedule = candidate_seed(self.clock.schedule) if self.clock.schedule is not None else None
        order = self.clock.order.seed
        if not self.wanted:
            return self._module(RemoteModule, self.ask("load", None, schedule, order, read=self._read_loaded))
        names = list(self.wanted)[:MAX_LENT]
        number, lent = self.ask("load", names, schedule, order, read=self._read_lent)
        self.lent = {name: found for name, found in zip(names, lent, strict=False) if found is not None}
        return self._module(RemoteModule, number)

    def _read_loaded(self, answer: Any) -> int:
        if self.clock.now:
            raise Gone("protocol: time before the check began")
        return _reference(answer)

    def _read_lent(self, answer: Any) -> tuple[int, list[Any]]:
        number, lent = answer
        if type(lent) is not list or len(lent) > MAX_LENT:
            raise Gone("protocol: functions")
        return self._read_loaded(number), [self.decode(one) for one in lent]

    def open_kit(self, source: str) -> RemoteKit:
        """Return a kit beside the student's module."""
        return self._module(RemoteKit, self.ask("kit", source, read=_reference))

    def _module(self, kind: type[M], reference: int) -> M:
        module = object.__new__(kind)
        vars(module).update(_peer=self, _reference=reference)
        self.references.adopt(reference, module)
        return module

    @property
    def events(self) -> list[TimelineEvent]:
        """What the candidate has told of its tasks by now."""
        return self._events.told

    @property
    def partner_loops(self) -> list[PartnerLoop]:
        """Our halves of the loops that the student started."""
        return list(self._loops.values())

    # -- what the candidate asks

    def _block(self, to_ns: Any) -> Callable[[], None]:
        if type(to_ns) is not int or not 0 <= to_ns < NEVER:
            raise Gone("protocol: block")
        return lambda: self._guard(self.clock.move_to, to_ns)

    def _run_loop(self, number: Any) -> Callable[[], None]:
        if type(number) is not int or len(self._loops) > 1000:
            raise Gone("protocol: loop")

        def answer() -> None:
            if self.clock.loops:
                raise RuntimeError("This event loop is already running")
            loop = self._loops.get(number)
            if loop is None:
                loop = self._loops[number] = PartnerLoop(self)
                loop.partner = self.half
            context = contextvars.copy_context()
            context.run(self._context.forget)
            context.run(self._guard, loop.run_forever)

        return answer

    def _guard(self, action: Callable[..., Any], *arguments: Any) -> None:
        # A student's `except Exception` may swallow what the clock raises: the examiner remembers it.
        try:
            action(*arguments)
        except (Deadlock, Livelock, TimeLimit) as error:
            self.stopped_by = error
            raise


def _head(told: Any) -> Key:
    epoch, kind, when, number = _whole(told)
    if epoch < 0 or kind < 0 or number < 0:
        raise Gone("protocol: key")
    return epoch, kind, when, number


def _timer(told: Any) -> tuple[int, int]:
    when, number = _whole(told)
    if number < 0:
        raise Gone("protocol: key")
    return when, number


def _whole(told: Any) -> list[int]:
    """Whole numbers within bounds; a timer may have been due before virtual time began."""
    if type(told) is not list:
        raise Gone("protocol: key")
    for part in told:
        if type(part) is not int or not -FARTHEST < part < FARTHEST:
            raise Gone("protocol: key")
    return told


def _reference(answer: Any) -> int:
    if type(answer) is not int:
        raise Gone("protocol: module")
    return answer
