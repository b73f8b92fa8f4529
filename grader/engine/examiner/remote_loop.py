"""The candidate's half of the one loop, as the examiner drives it, and the `clock` of a check."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.engine.wire.channel import Gone
from grader.engine.wire.deadlocks import MOST_WAITS, read_wait
from grader.model import Finding
from grader.testing.moments import heard
from grader.testing.tells import Tells, choose, mark
from grader.testing.values import Mismatch, Seconds
from grader.vtime import NEVER, Clock, Key, VirtualLoop, Wait

if TYPE_CHECKING:
    from grader.engine.examiner.peer import ExaminerPeer


class Inside(NamedTuple):
    """What the candidate says of itself: only a check marked inside may rely on it."""

    tasks: tuple[str, ...]
    findings: tuple[Finding, ...]


class CheckClock:
    """Virtual time since the check began, exact: assert it with `==`."""

    def __init__(self, clock: Clock, inside: Callable[[], Inside]) -> None:
        self._clock = clock
        self._inside = inside
        self._took: float | None = None
        self._possible: float | None = None

    @property
    def elapsed(self) -> float:
        """Virtual seconds since the check began."""
        return self._clock.elapsed

    def took(self, expected: float, *, possible: float | None = None, tells: Tells = None) -> None:
        """Fail unless exactly `expected` virtual seconds have passed since the check began.

        `possible` is the best time to show the student, where that is not `expected`; `tells` maps wrong totals to
        what they betray, or looks at them, as in `expect`.
        """
        self._took = self.elapsed
        self._possible = expected if possible is None else possible
        if self._took == expected:
            return
        failure = Mismatch(Seconds(self._took), Seconds(expected))
        chosen = choose(tells, self._took)
        if chosen is not None:
            mark(failure, *chosen)
        raise heard(failure)

    def inside(self) -> Inside:
        """Return what the candidate reports of itself at this moment."""
        return self._inside()

    @property
    def timing(self) -> tuple[float | None, float | None]:
        """(taken, possible) as the check compared them, if it did."""
        return self._took, self._possible

    def __repr__(self) -> str:
        return f"<clock {self.elapsed:g} s>"


CALLBACKS_A_TURN = 20_000
MOST_LOST = 3


class CandidateHalf:
    """A partner for VirtualLoop: when the candidate's next callback and timer are due, and a way to run them."""

    def __init__(self, peer: ExaminerPeer) -> None:
        self._peer = peer

    def head(self) -> Key | None:
        """Key of the candidate's next callback, a due timer included."""
        peer = self._peer
        if peer.timer is not None and peer.timer[0] <= peer.clock.now:
            # A candidate that has not heard of this epoch will put its due timers into it, as our own loop did.
            epoch = peer.clock.epoch + (peer.epoch_told == peer.clock.epoch)
            due: Key = (epoch, 0, *peer.timer)
            if peer.head is None or due < peer.head:
                return due
        return peer.head

    def next_timer(self) -> tuple[int, int] | None:
        """(virtual ns, sequence) of the candidate's next timer."""
        timer = self._peer.timer
        return timer if timer is not None and timer[0] < NEVER else None

    def busy(self) -> bool:
        """Return whether the candidate has threads that can still move anything."""
        return self._peer.busy

    def listens(self) -> bool:
        """Return whether files or signals of the candidate's loop are to be looked at before time passes."""
        return self._peer.listens

    def run(self, upto: int | None, wait: bool = False) -> None:
        """Let the candidate run up to the examiner's next callback."""
        self._peer.let_go("run", upto, CALLBACKS_A_TURN, wait, lets_go=upto is None)

    def describe(self) -> list[Wait]:
        """Return who waits where, as the candidate reports it."""
        try:
            found = self._peer.ask("waits", read=list)
            return [read_wait(one, self._peer.existing) for one in found[:MOST_WAITS]]
        except (Gone, Exception):
            return []


class PartnerLoop(VirtualLoop):
    """The examiner's half of a loop: where it has a partner, it stops when the candidate's half does.

    `lost` are the first exceptions that nobody could catch here. They are a check's own, and printing them could show
    what a hidden one is about: its author alone may be told.
    """

    def __init__(self, peer: ExaminerPeer) -> None:
        super().__init__(peer.clock)
        self.lost: list[BaseException] = []
        self.on_lost = self._keep
        self._peer = peer

    def _keep(self, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException) and len(self.lost) < MOST_LOST:
            self.lost.append(error)

    def _run_once(self) -> None:
        self._stop_with_the_other_half()
        super()._run_once()
        self._stop_with_the_other_half()

    def _stop_with_the_other_half(self) -> None:
        if self.partner is not None and self._peer.stopping:
            self._stopping: Any = True
