"""Where the student's module lives during a check; grader.engine.in_process has the one that is not a grade."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, Protocol

from grader.cleaning import clean
from grader.engine.examiner.launch import Candidate
from grader.engine.examiner.peer import ExaminerPeer
from grader.engine.examiner.remote_loop import Inside, PartnerLoop
from grader.engine.wire.channel import Channel, Gone, Loss
from grader.engine.wire.clues import read_clues
from grader.engine.wire.protocol import MAX_SOURCE
from grader.model import Clue, Finding, TimelineEvent
from grader.vtime import Clock, VirtualLoop

MOST_LINES = 100
MOST_SHOWN = 240
MOST_USES = 20
MOST_PRINTED = 4_000
MOST_SOURCE_LINES = 1 << 18
MOST_SECONDS = 1e9
ENDED = "ended while loading"
_KINDS = frozenset(
    {
        "blocking call",
        "busy wait",
        "never awaited",
        "task left behind",
        "exception never retrieved",
        "exception in a callback",
        "swallowed cancellation",
        "generator left open",
        ENDED,
    }
)


class CandidateReport(NamedTuple):
    """What the side with the student's module says after a check: shown, never believed."""

    findings: tuple[Finding, ...] = ()
    output: str = ""
    timeline: tuple[TimelineEvent, ...] = ()
    quiescent: bool = True
    clues: tuple[Clue, ...] | None = None
    """What may explain a failure, where it was asked for and could be told."""
    locked: tuple[tuple[str, int], ...] = ()
    """The locked names that the code was seen to use by now, each with its line."""


class CheckSession(Protocol):
    """One check's access to the student's module; `file` is where that lies among the others of its kata."""

    file: Path

    @property
    def flooded(self) -> bool:
        """Was the candidate stopped for writing without end?"""

    def last_line(self, *, ended: bool) -> int:
        """Return the line at which code that hung was seen last, or at which it ended the process; 0 where nobody
        knows.
        """

    def open(self, clock: Clock) -> Any:
        """Return a fresh copy of the student's module."""

    def loop(self, clock: Clock) -> VirtualLoop:
        """Return a loop for code of the examiner."""

    def inside(self) -> Inside:
        """Return what the candidate says of itself now."""

    def finish(self, *, ask_for_clues: bool) -> CandidateReport:
        """End the check and hear what the candidate says of it.

        Clues reach the student: a candidate that met a hidden check is not asked for them.
        """

    def close(self) -> None:
        """Let go of everything that belongs to this check."""

    def again(self, *, quiescent: bool) -> CheckSession:
        """Access for the same check once more, from the beginning; `quiescent` says how this run of it ended."""

    def line_of(self, error: BaseException) -> int:
        """Return the student's line an exception came through, or 0."""

    def stopped_by(self) -> BaseException | None:
        """Return what the clock raised, if a student's `except` swallowed it."""

    def passed(self) -> BaseException | None:
        """Return the first failure of the check's own that passed through the student's code, which may have swallowed
        it.
        """

    def hears(self, failure: BaseException) -> None:
        """Note that a failure of the check's own is about to be raised."""

    def came_from_the_student(self, error: BaseException) -> bool:
        """Return whether this exception was raised in the student's code."""

    def lost(self) -> tuple[BaseException, ...]:
        """Return what was raised in the check's own callbacks, where nobody could catch it."""


class Again(Protocol):
    """Gives access for the same check once more."""

    def __call__(self, *, quiescent: bool) -> CheckSession: ...


class CandidateAccess(NamedTuple):
    """The candidate as a session uses it, and the file that it was given.

    `wanted` collects the functions that checks have asked for. There is no candidate behind a recorded conversation.
    """

    channel: Channel
    file: Path
    lines: int = MAX_SOURCE
    wanted: dict[str, None] | None = None
    candidate: Candidate | None = None


class SplitSession:
    """The module lives in a candidate process."""

    def __init__(self, access: CandidateAccess, again: Again | None = None) -> None:
        self._access = access
        self._again = again
        self.file = access.file
        self._peer: ExaminerPeer | None = None
        self._loops: list[PartnerLoop] = []

    @property
    def flooded(self) -> bool:
        candidate = self._access.candidate
        return candidate is not None and candidate.flooded

    def last_line(self, *, ended: bool) -> int:
        candidate = self._access.candidate
        line = candidate.last_line(self.file.name, ended=ended) if candidate is not None else 0
        return line if line <= self._access.lines else 0

    def open(self, clock: Clock) -> Any:
        access = self._access
        self._peer = ExaminerPeer(access.channel, clock, access.wanted, access.lines)
        clock.is_student = _nobodys
        return self._peer.open_module()

    def loop(self, clock: Clock) -> VirtualLoop:
        assert self._peer is not None
        loop = PartnerLoop(self._peer)
        self._loops.append(loop)
        return loop

    def inside(self) -> Inside:
        assert self._peer is not None
        names, notes = self._peer.ask("inside", read=_told_inside)
        return Inside(names, self._findings(notes))

    def finish(self, *, ask_for_clues: bool) -> CandidateReport:
        try:
            return self._told(ask_for_clues)
        finally:
            for loop in [*self._loops, *(self._peer.partner_loops if self._peer is not None else ())]:
                loop.abandon()

    def close(self) -> None:
        self._peer = None
        self._loops.clear()

    def again(self, *, quiescent: bool) -> CheckSession:
        if self._again is None:
            return SplitSession(self._access)
        return self._again(quiescent=quiescent)

    def _told(self, ask_for_clues: bool) -> CandidateReport:
        peer = self._peer
        if peer is None or isinstance(peer.over, Gone):
            return CandidateReport(timeline=tuple(peer.events) if peer else (), quiescent=False)
        try:
            notes, output, busy, locked = peer.ask("finish", read=_told_at_the_end)
            clues = clues_from(peer) if ask_for_clues else None
        except (Gone, Exception):
            return CandidateReport(timeline=tuple(peer.events), quiescent=False)
        peer.over = Gone("the check is over", Loss.OVER)
        used = tuple((name, peer.existing(line)) for name, line in locked)
        return CandidateReport(self._findings(notes), output, tuple(peer.events), not busy, clues, used)

    def _findings(self, notes: list[tuple[str, str, int, float]]) -> tuple[Finding, ...]:
        assert self._peer is not None
        existing = self._peer.existing
        return tuple(
            Finding(kind, message, self.file.name if existing(line) else "", existing(line), seconds)
            for kind, message, line, seconds in notes
        )

    def line_of(self, error: BaseException) -> int:
        return self._peer.exceptions.line(error) if self._peer is not None else 0

    def stopped_by(self) -> BaseException | None:
        return self._peer.stopped_by if self._peer is not None else None

    def passed(self) -> BaseException | None:
        return self._peer.passed if self._peer is not None else None

    def hears(self, failure: BaseException) -> None:
        # Where it passes through the candidate, it crosses the wire.
        pass

    def came_from_the_student(self, error: BaseException) -> bool:
        peer = self._peer
        return peer is not None and error is not peer.passed and peer.exceptions.is_theirs(error)

    def lost(self) -> tuple[BaseException, ...]:
        return tuple(error for loop in self._loops for error in loop.lost)


def clues_from(peer: ExaminerPeer) -> tuple[Clue, ...]:
    """Return what may explain a failure, as this candidate reads the file. Raises Gone."""
    told: tuple[tuple[str, int], ...] = peer.ask("clues", read=read_clues)
    return tuple(Clue(kind, line) for kind, line in told if peer.existing(line))


def _nobodys(filename: str) -> bool:
    """No file of this process is the student's, so none of our own lines is ever shown."""
    return False


def _told_inside(answer: Any) -> tuple[tuple[str, ...], list[tuple[str, str, int, float]]]:
    names, notes = answer
    return tuple(clean(str(name), 60) for name in names[:50]), [_note(*note) for note in notes[:50]]


def uses_told(told: Any) -> tuple[tuple[str, int], ...]:
    """Return the locked names in use as a candidate tells them, each with its line. Raises ValueError or TypeError."""
    uses = tuple((clean(str(name), 80), int(line)) for name, line in told[:MOST_USES])
    if any(not 0 <= line <= MOST_SOURCE_LINES for _, line in uses):
        raise ValueError("line")
    return uses


_AtTheEnd = tuple[list[tuple[str, str, int, float]], str, bool, tuple[tuple[str, int], ...]]


def _told_at_the_end(answer: Any) -> _AtTheEnd:
    _, notes, lines, truncated, busy, used = answer
    printed = "\n".join(_printed(*line) for line in lines[:MOST_LINES])
    if truncated or len(lines) > MOST_LINES or len(printed) > MOST_PRINTED:
        printed = printed[:MOST_PRINTED]
        printed += "\n… truncated"
    return [_note(*note) for note in notes[:50]], printed, bool(busy), uses_told(used)


def _printed(at: Any, line: Any) -> str:
    """Return a line the student printed, behind its virtual second."""
    return f"{float(at):g} s  {clean(str(line), 200)[:MOST_SHOWN].rstrip()}"


def _note(kind: Any, message: Any, line: Any, seconds: Any) -> tuple[str, str, int, float]:
    if kind not in _KINDS or type(line) is not int or type(seconds) not in (int, float):
        raise ValueError("finding")
    if not 0 <= line <= MOST_SOURCE_LINES or not 0 <= seconds <= MOST_SECONDS:
        raise ValueError("finding")
    return str(kind), clean(str(message), 200), line, float(seconds)
