"""The words of the house as frozen values: katas, checks, findings, reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

POINTS_FOR_DIFFICULTY = {1: 10, 2: 15, 3: 25, 4: 40, 5: 60}
REPORT_VERSION = 1
LONGEST_TOLD_S = 10_000.0


class KataKind(StrEnum):
    """What a kata asks of the student."""

    IMPLEMENT = "implement"
    FIX = "fix"
    REFACTOR = "refactor"
    PREDICT = "predict"
    BUILD = "build"


class Outcome(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    ERRORED = "errored"
    TIMED_OUT = "timed out"
    NOT_RUN = "not run"


class Verdict(StrEnum):
    """How an attempt ended. `passed so far`: all that is judged here passed, and more is judged elsewhere."""

    ACCEPTED = "accepted"
    PASSED_SO_FAR = "passed so far"
    REJECTED = "rejected"
    NOT_GRADABLE = "not gradable"
    UNABLE_TO_GRADE = "unable to grade"


PASSED = (Verdict.ACCEPTED, Verdict.PASSED_SO_FAR)


class Mode(StrEnum):
    """Where the student's file ran: in a candidate process, or beside the checks (never a grade)."""

    SPLIT = "split"
    IN_PROCESS = "in-process"


class Basis(StrEnum):
    """What the words of a failed check were chosen by, the most exact first.

    The very value, time, order or count that was seen; an exception of the student's code; the shape of a value; one
    comparison, whatever the value; a wait that cannot end; any failure of the check; and its own sentence, where nobody
    has other words.
    """

    VALUE = "value"
    RAISED = "raised"
    SHAPE = "shape"
    COMPARISON = "comparison"
    STUCK = "stuck"
    CHECK = "check"
    STATED = "stated"
    NONE = ""


class Level(StrEnum):
    """How well the candidate was confined, as observed."""

    STRONG = "strong"
    PARTIAL = "partial"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Kata:
    """One exercise, as its folder says it. `id` is "kata11", `slug` the folder's whole name.

    `not_guessed` holds the codes of misconceptions that the contract rules out: no clue suggests them. `not_judged`
    holds pairs of a rule's number and the reason why no check judges it.
    """

    id: str
    slug: str
    folder: Path
    title: str
    track: str
    kind: KataKind
    difficulty: int
    submit: str
    after: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    locked_because: str = ""
    docs: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    not_guessed: tuple[str, ...] = ()
    not_judged: tuple[tuple[int, str], ...] = ()

    @property
    def stub(self) -> Path:
        """The file a student starts from."""
        return self.folder / self.submit

    @property
    def points(self) -> int:
        """Points of all its checks together."""
        return POINTS_FOR_DIFFICULTY[self.difficulty]


@dataclass(frozen=True, slots=True)
class Check:
    """One graded statement about a submission; `sentence` is what the student reads.

    `rules` are the numbers of the rules it judges, `floor` is why doing nothing may pass it.
    """

    name: str
    sentence: str
    points: int
    hidden: bool
    inside: bool = False
    needs: tuple[str, ...] = ()
    rules: tuple[int, ...] = ()
    floor: str = ""


class Finding(NamedTuple):
    """Something seen in the candidate worth telling; advice, never points. `seconds` are virtual."""

    kind: str
    message: str
    file: str = ""
    line: int = 0
    seconds: float = 0.0


class Clue(NamedTuple):
    """What in the submission's syntax tree may explain a failure: it chooses words, and never fails anyone."""

    kind: str
    line: int


class Fault(NamedTuple):
    """What a check's own code raised, for the kata's author alone: what, where, and the way there through its file."""

    said: str
    place: str
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one check ended. `took` and `possible` are virtual seconds; empty text means nothing to say.

    `basis` says what the headline was chosen by, `raised` names the type of an exception that left the student's code.
    `fault` and `warnings` say to the author of the check what is wrong with it; no document of a report holds them.
    """

    check: Check
    outcome: Outcome
    headline: str = ""
    misconception: str = ""
    expected: str = ""
    got: str = ""
    took: float | None = None
    possible: float | None = None
    line: int = 0
    output: str = ""
    findings: tuple[Finding, ...] = ()
    timeline: tuple[TimelineEvent, ...] = ()
    basis: Basis = Basis.NONE
    raised: str = ""
    fault: Fault | None = None
    warnings: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """What this check earned."""
        return self.check.points if self.outcome is Outcome.PASSED else 0


class TimelineEvent(NamedTuple):
    """One moment of one of the candidate's tasks, at a virtual second: made, run, wait, block, done, cancelled, error.

    `by` made it, let it run, or cancelled it when its wait was over; `seconds` a run was held up by others, a block
    holds them up, or went by since it was cancelled. A wait is for `label` at `line`; where that is not in the task's
    own function, `call` is what that one awaits, at `call_line`. An event "cut", of no task, says that there was more
    than is told.
    """

    at: float
    task: str
    event: str
    label: str = ""
    line: int = 0
    by: str = ""
    seconds: float = 0.0
    call: str = ""
    call_line: int = 0


class Protections(NamedTuple):
    """What really confined the candidate, as observed; `missing` says what did not and how to get it."""

    level: Level = Level.NONE
    layers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything learned in one attempt.

    `reason` is the one sentence for a verdict that no check explains; `clues` only choose the words of a headline.
    `pending` are the points of the kata's checks that are not in this copy of the course: its instructor judges them.
    """

    kata: str
    kata_title: str
    kata_version: str
    submit: str
    verdict: Verdict
    mode: Mode
    seed: str
    sha256: str
    reason: str = ""
    results: tuple[CheckResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    protections: Protections = field(default_factory=Protections)
    pending: int = 0
    versions: tuple[tuple[str, str], ...] = ()
    clues: tuple[Clue, ...] = ()

    @property
    def points(self) -> int:
        """Points earned; a locked name or an unreadable file earns none."""
        if self.verdict in (Verdict.NOT_GRADABLE, Verdict.UNABLE_TO_GRADE) or self.reason:
            return 0
        return sum(result.points for result in self.results)

    @property
    def max(self) -> int:
        """Points of the checks that were judged."""
        return sum(result.check.points for result in self.results)


def verdict_of(results: Sequence[CheckResult], pending: int = 0) -> Verdict:
    """Accepted when every check passed and no points are pending; without a check to judge by we are unable to grade.

    A check that errored rejects: a candidate can make one error, by dying or lying, and must gain nothing by it.
    """
    if not results:
        return Verdict.UNABLE_TO_GRADE
    passed = all(result.outcome is Outcome.PASSED for result in results)
    if not passed:
        return Verdict.REJECTED
    return Verdict.PASSED_SO_FAR if pending else Verdict.ACCEPTED


def shortened_s(seconds: float) -> float:
    """Return a time of a hidden check as it is told: a submission chooses how long it sleeps, and may mean something by
    it.
    """
    return float(f"{min(round(seconds, 3), LONGEST_TOLD_S):.3g}")
