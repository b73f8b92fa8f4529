"""Students, katas and what each of them counts: what exports, boards and class reports are made from. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from grader.model import Level, Verdict

UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


class Standing(StrEnum):
    """Why a score is what it is. Only `scored` has points of an attempt; an override has points of its own.

    Missing: nothing came and the deadline is over. Open: nothing came and there is time left. Not started: the stub
    itself was handed in. Waiting: handed in and not graded yet, or we were unable to grade it.
    """

    SCORED = "scored"
    OVERRIDDEN = "overridden"
    EXCUSED = "excused"
    MISSING = "missing"
    OPEN = "open"
    NOT_STARTED = "not started"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Student:
    """One person of the roster. `id` is their identity key, never altered; `ids` holds the roster's other columns.

    The names of `ids` are the roster's headings in lower case with underscores, such as `canvas_id`, `sis_login_id`,
    `username`, `github`.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    group: str = ""
    section: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """First and last name as one would say them; the id where there is no name."""
        return " ".join(part for part in (self.first_name, self.last_name) if part) or self.id

    @property
    def sortable_name(self) -> str:
        """Last name, comma, first name."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part) or self.id


@dataclass(frozen=True, slots=True)
class Column:
    """One kata as the course asks for it; `lms` holds its heading or id by export format, such as canvas.

    `weight` and `category`, its track where course.yaml names no other, are for the total alone.
    """

    kata: str
    title: str
    max: int
    deadline: datetime | None = None
    lms: Mapping[str, str] = field(default_factory=dict)
    weight: Decimal = Decimal(1)
    category: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """What one student has in one kata, after the course's policy. `points` None is blank, which is not zero.

    `earned` is what the counting attempt earned before lateness; `late_s` real seconds after the deadline, 0 in time;
    `submitted` is None where the time is unknown or nothing came. `reason` is that of an excuse or override. `level` is
    None where no file of theirs was run. `over` says of a stub that its deadline has gone by.
    `bonus` is what of the points was given beside the attempt's; `comments` are the instructor's words to the student.
    """

    standing: Standing
    max: int
    points: Decimal | None = None
    earned: int | None = None
    pending: int = 0
    late_s: int = 0
    deduction: Decimal = Decimal(0)
    submitted: datetime | None = None
    reason: str = ""
    attempt: int | None = None
    sha256: str = ""
    verdict: Verdict | None = None
    level: Level | None = None
    accepted_unconfined: bool = False
    misconceptions: tuple[str, ...] = ()
    over: bool = False
    bonus: Decimal = Decimal(0)
    comments: tuple[str, ...] = ()

    @property
    def absent(self) -> bool:
        """Is there nothing to grade though the time is up? The stub as it was is no more than nothing."""
        return self.standing is Standing.MISSING or (self.standing is Standing.NOT_STARTED and self.over)

    @property
    def late(self) -> bool:
        """Was what counts handed in after its deadline?"""
        return self.late_s > 0

    @property
    def unconfined(self) -> bool:
        """Do the points come from a file that was run with too little around it, because that was accepted?"""
        return self.accepted_unconfined and self.standing is Standing.SCORED


@dataclass(frozen=True, slots=True)
class Total:
    """What a student has in all, out of how much, in points or percent; `dropped` are the places that do not count."""

    points: Decimal
    possible: Decimal
    dropped: frozenset[int] = frozenset()
    percent: bool = False


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One student and their scores, in the order of the table's columns.

    `whole` is what they come to where course.yaml says how; else all points are added.
    """

    student: Student
    scores: tuple[Score, ...]
    whole: Total | None = None

    @property
    def total(self) -> Decimal:
        """All together, as the course counts it; blank counts nothing."""
        if self.whole is not None:
            return self.whole.points
        return sum((score.points for score in self.scores if score.points is not None), Decimal(0))

    @property
    def possible(self) -> Decimal:
        """Out of how much: of what counts so far, 100 where the total is in percent."""
        if self.whole is not None:
            return self.whole.possible
        return Decimal(sum(score.max for score in self.scores if score.points is not None))

    def drops(self, place: int) -> bool:
        """Return whether the score at this place does not count, as one of the lowest."""
        return self.whole is not None and place in self.whole.dropped


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A whole class at one moment. `rows` can be called again and again, and streams.

    `told` is a sentence on how the total is made, where points are not simply added.
    `document` gives an attempt's report: the instructor's view of docs/report.schema.json.
    """

    course: str
    made: datetime
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[ScoreRow]]
    document: Callable[[int], Mapping[str, Any]]
    told: str = ""


def points_text(points: Decimal | None) -> str:
    """Points as every format takes them: a point, at most two decimals, no exponent; blank stays blank."""
    if points is None:
        return ""
    shown = f"{points:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def lasting(seconds: int) -> str:
    """Return a time in its two largest units, such as "2 d 3 h"."""
    parts = []
    for size, unit in UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2]) or "0 s"


def protections_text(score: Score) -> str:
    """Return how well the file was confined, where that was less than strong; "" where it was, or no run gave the
    points.
    """
    if score.level in (None, Level.STRONG) or score.standing is Standing.OVERRIDDEN:
        return ""
    said = "graded without protections" if score.level is Level.NONE else f"graded with {score.level} protections"
    return f"unconfined: {said}" if score.unconfined else said


# A class at one moment.
GRADED = (Standing.SCORED, Standing.OVERRIDDEN)


@dataclass(frozen=True, slots=True)
class Cell:
    """One student in one kata, as a map shows it; `points` None is blank."""

    standing: Standing
    points: Decimal | None
    max: int
    late: bool = False
    unconfined: bool = False

    @property
    def share(self) -> float | None:
        """Points out of those possible, 0.0 to 1.0; None where it is blank."""
        return None if self.points is None or not self.max else min(1.0, max(0.0, float(self.points) / self.max))


@dataclass(frozen=True, slots=True)
class Line:
    """One student and a cell for each kata."""

    student: Student
    cells: tuple[Cell, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class KataSummary:
    """How a class stands in one kata. `bins` counts points by tenths of those possible; full marks are in the last."""

    column: Column
    counts: Mapping[Standing, int]
    late: int
    full: int
    average: Decimal | None
    median: Decimal | None
    bins: tuple[int, ...]
    missing: tuple[Student, ...]
    not_started: tuple[Student, ...]

    @property
    def graded(self) -> int:
        """Students with points of their own in it."""
        return sum(self.counts.get(standing, 0) for standing in GRADED)


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """A misconception: how many students it was seen in, `of` those who were graded, and in which katas."""

    code: str
    sentence: str
    students: int
    of: int
    katas: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Students in a hundred, rounded half up; one that was seen is never shown as none."""
        return max(1, (200 * self.students + self.of) // (2 * self.of)) if self.of else 0


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """One check: how many students it was judged for, and how many of them pass it."""

    kata: str
    check: str
    sentence: str
    hidden: bool
    judged: int
    passed: int


@dataclass(frozen=True, slots=True)
class ArrivalBar:
    """What was handed in from `first` on, until the next bar begins."""

    first: date
    count: int


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What was handed in over time, in bars of so many days; `unknown` have no time."""

    bars: tuple[ArrivalBar, ...] = ()
    days: int = 1
    known: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class ClassSummary:
    """A whole class at one moment; `lines` stand in the order of names, `checks` in that of the katas.

    `attempts` are those that count, by id in `counting`; `levels` tells how they were confined, and `unconfined` of
    them were accepted without. `bins` is of points in all, out of what was due by now;
    `told` says how the total is made, where points are not simply added.
    """

    course: str
    made: datetime
    lines: tuple[Line, ...]
    katas: tuple[KataSummary, ...]
    bins: tuple[int, ...]
    misunderstood: tuple[Misunderstood, ...]
    checks: tuple[CheckSummary, ...]
    arrivals: Arrivals
    attempts: int
    levels: Mapping[Level, int]
    unconfined: int
    counting: frozenset[int] = field(repr=False)
    told: str = ""

    @property
    def graded(self) -> int:
        """Students of whom at least one attempt counts."""
        return sum(any(cell.standing in GRADED for cell in line.cells) for line in self.lines)

    @property
    def absent(self) -> tuple[Student, ...]:
        """Students who have handed in nothing at all, where something was due, and are excused from none of it."""
        empty = {Standing.MISSING, Standing.OPEN, Standing.NOT_STARTED}
        return tuple(
            line.student
            for line in self.lines
            if all(cell.standing in empty for cell in line.cells)
            and any(cell.standing is not Standing.OPEN for cell in line.cells)
        )
