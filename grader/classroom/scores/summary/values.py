"""A class at one moment, as frozen values: katas, misconceptions, checks, arrivals. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from grader.classroom.scores.model import Column, Standing, Student
from grader.model import Level, Outcome

GRADED = (Standing.SCORED, Standing.OVERRIDDEN)


class CheckEnding(Protocol):
    """How one check ended in one student's counting attempt."""

    @property
    def kata(self) -> str: ...
    @property
    def check(self) -> str: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def sentence(self) -> str: ...
    @property
    def outcome(self) -> Outcome: ...


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
    def marked(self) -> int:
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
