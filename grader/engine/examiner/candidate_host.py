"""Where the student's module is opened, check after check: a candidate process. In this one: in_process.py."""

from __future__ import annotations

import base64
import contextlib
from typing import Any, NamedTuple, Protocol

from grader.cleaning import clean
from grader.engine.examiner.check_session import CandidateAccess, CheckSession, SplitSession, clues_from, uses_told
from grader.engine.examiner.launch import Candidate, Launcher, Pinned
from grader.engine.examiner.peer import ExaminerPeer, GuardedChannel
from grader.engine.examiner.running import CheckRun
from grader.engine.sandbox import Layer
from grader.engine.sandbox.observe import observed, protections
from grader.engine.submission import Submission
from grader.engine.wire.channel import Gone
from grader.model import Clue, Kata, Outcome, Protections
from grader.vtime import REAL, Clock

CHECK_WALL_S = 5.0
# Once a check has taken too long, the next are not waited for as long: nearly always they meet the same loop.
LATER_WALL_S = 3.0
# Between two words honest code computes for some hundredths: slow code, and a slow machine, are given their time.
COMPUTES_S = 2.0
ATTEMPT_WALL_S = 20.0
START_WALL_S = 15.0
READ_WALL_S = 10.0
# What is left over of an attempt whose time is used up: to start a last candidate, and ask for clues.
CLOSING_S = 5.0
# Longer than this no attempt takes.
LONGEST_S = START_WALL_S + READ_WALL_S + ATTEMPT_WALL_S + CLOSING_S


class SubmissionRefused(Exception):
    """The submission cannot be graded; the argument is the one sentence for the student."""


class CandidateHost(Protocol):
    """Where the student's module can be opened, check after check."""

    protections: Protections
    locked: tuple[tuple[str, int], ...]

    @property
    def out_of_time(self) -> bool:
        """Has the attempt used up its real time?"""

    def open(self) -> None:
        """Make ready; raises SubmissionRefused when the file cannot be graded, Gone when we cannot."""

    def session(self) -> CheckSession:
        """Access for the next check."""

    def after(self, ran: CheckRun) -> None:
        """Take note of how the check ended."""

    def clues(self) -> tuple[Clue, ...]:
        """Return what in the file may explain a failure."""

    def close(self) -> None:
        """Leave nothing behind."""


class Prepared(NamedTuple):
    """What the candidate told when it got the file."""

    locked: tuple[tuple[str, int], ...]
    problem: str


class SplitHost:
    """A candidate process, replaced after a check that did not end quiescent."""

    def __init__(self, kata: Kata, submission: Submission, launcher: Launcher) -> None:
        self._kata = kata
        self._submission = submission
        self._ends_at = REAL.monotonic() + START_WALL_S + READ_WALL_S + ATTEMPT_WALL_S
        self._launcher = launcher
        self._candidate: Candidate | None = None
        self._channel: GuardedChannel | None = None
        self.protections = Protections()
        self.locked: tuple[tuple[str, int], ...] = ()
        self._clues: tuple[Clue, ...] | None = None
        self._check_wall_s = CHECK_WALL_S
        self._started = False
        self._wanted: dict[str, None] = {}
        self._pinned: Pinned | None = None

    def open(self) -> None:
        """Start the candidate, give it the file, see how it is confined. Raises SubmissionRefused or Gone."""
        self._open()

    def _open(self) -> ExaminerPeer:
        self._candidate = candidate = self._launcher.start()
        self._channel = channel = GuardedChannel(candidate)
        peer = ExaminerPeer(channel, Clock(), lines=self._submission.lines)
        channel.deadline = self._until(START_WALL_S)
        self.protections = protections(_layers(peer.greeted()), observed(candidate.pid), candidate.layers)
        self.locked = tuple(dict.fromkeys((*self.locked, *self._given(peer, channel))))
        self._pinned = Pinned(candidate.pid)
        if not self._started:
            self._started = True
            self._ends_at = REAL.monotonic() + ATTEMPT_WALL_S
        return peer

    def _until(self, wall_s: float) -> float:
        """Return so many seconds from now, but hardly past the end of the attempt."""
        return min(REAL.monotonic() + wall_s, self._ends_at + CLOSING_S)

    def _given(self, peer: ExaminerPeer, channel: GuardedChannel) -> tuple[tuple[str, int], ...]:
        """Give it the file; gives the locked names in it. Raises SubmissionRefused.

        Whatever happens now, the file does it.
        """
        channel.deadline = self._until(READ_WALL_S)
        source = base64.b64encode(self._submission.source).decode()
        try:
            prepared: Prepared = peer.ask(
                "prepare", self._kata.submit, source, sorted(self._kata.locked), read=self._read_prepared
            )
        except Gone as gone:
            told = f"takes longer than {READ_WALL_S:g} s" if gone.timed_out else "ends the whole process"
            raise SubmissionRefused(f"{self._kata.submit} cannot be read: to compile it {told}.") from None
        except Exception as error:
            kind = clean(type(error).__name__, 60)
            raise SubmissionRefused(f"{self._kata.submit} cannot be read: to compile it raises {kind}.") from None
        if prepared.problem:
            raise SubmissionRefused(prepared.problem)
        return prepared.locked

    def _read_prepared(self, answer: Any) -> Prepared:
        problem, locked = answer
        told_problem = ""
        if problem is not None:
            message, line = problem
            told_problem = unreadable(self._kata.submit, clean(str(message), 200), int(line))
        return Prepared(uses_told(locked), told_problem)

    def session(self) -> CheckSession:
        if self._channel is None:
            self.open()
        assert self._channel is not None
        self._channel.deadline = min(REAL.monotonic() + self._check_wall_s, self._ends_at)
        self._channel.computes_s = COMPUTES_S
        access = CandidateAccess(self._channel, self._kata.stub, self._submission.lines, self._wanted, self._candidate)
        return SplitSession(access, self._again)

    def _again(self, *, quiescent: bool) -> CheckSession:
        if not quiescent:
            self.close()
        return self.session()

    @property
    def out_of_time(self) -> bool:
        """Has the attempt used up its real time?"""
        return REAL.monotonic() >= self._ends_at

    def after(self, ran: CheckRun) -> None:
        known = set(self._kata.locked)
        self.locked = tuple(dict.fromkeys((*self.locked, *(use for use in ran.report.locked if use[0] in known))))
        if ran.report.clues is not None:
            self._clues = ran.report.clues
        if ran.result.outcome is Outcome.TIMED_OUT:
            self._check_wall_s = LATER_WALL_S
        if not ran.report.quiescent:
            self.close()

    def clues(self) -> tuple[Clue, ...]:
        """Return what in the file may explain a failure; where no failed check could be asked, a new candidate is."""
        if self._clues is None:
            self.close()
            with contextlib.suppress(Gone, SubmissionRefused):
                self._clues = clues_from(self._open())
        return self._clues or ()

    def close(self) -> None:
        candidate, self._candidate, self._channel = self._candidate, None, None
        if self._pinned is not None:
            self._pinned.release()
        if candidate is not None:
            candidate.close()


def _layers(told: Any) -> tuple[Layer, ...]:
    """Return what the candidate says of its protections. Raises Gone when it makes no sense."""
    try:
        return tuple(
            Layer(clean(str(name), 40), active is True, clean(str(detail), 120), clean(str(advice), 200))
            for name, active, detail, advice in told[:40]
        )
    except (TypeError, ValueError):
        raise Gone("protocol: layers") from None


def unreadable(file: str, message: str, line: int) -> str:
    """Return the sentence for a file that does not compile."""
    where = f" (line {line})" if line else ""
    return f"{file} is not valid Python: {message}{where}."
