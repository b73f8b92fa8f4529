"""Questions that every format asks of the scores: which columns, which points, which words of comment. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from grader.classroom.scores.model import (
    Column,
    Score,
    ScoreRow,
    ScoreTable,
    Standing,
    Student,
    lasting,
    points_text,
    protections_text,
)
from grader.errors import UsageError
from grader.model import Level
from grader.report.text import judged_elsewhere
from grader.text import csv_cell


class Holds(StrEnum):
    """What a format has a place for, beside points and blank."""

    EXCUSED = "excused"
    MISSING = "missing"
    LATE = "late"
    LEVEL = "level"
    COMMENT = "comment"


# Where there is room for words, they say everything.
IN_WORDS = frozenset(Holds)
STANDINGS = {
    Standing.EXCUSED: "excused",
    Standing.MISSING: "not handed in",
    Standing.NOT_STARTED: "the stub itself was handed in",
    Standing.WAITING: "handed in, not graded yet",
}


def narrowed(table: ScoreTable, katas: frozenset[str]) -> ScoreTable:
    """Yield the table with these katas only; none named means all.

    Raises UsageError for one the course does not have.
    """
    if not katas:
        return table
    known = [column.kata for column in table.columns]
    for kata in sorted(katas.difference(known)):
        raise UsageError(f"The course has no {kata}.", hint=f"It has: {', '.join(known)}")
    places = [place for place, column in enumerate(table.columns) if column.kata in katas]

    def rows() -> Iterable[ScoreRow]:
        for row in table.rows():
            # The total of some katas is their points alone.
            yield replace(row, scores=tuple(row.scores[place] for place in places), whole=None)

    return replace(table, columns=tuple(table.columns[place] for place in places), rows=rows, told="")


def uncommented(table: ScoreTable) -> ScoreTable:
    """Yield the table without the instructor's comments."""

    def rows() -> Iterable[ScoreRow]:
        for row in table.rows():
            yield replace(row, scores=tuple(replace(score, comments=()) for score in row.scores))

    return replace(table, rows=rows)


def grade_text(score: Score, *, zero: bool, excused: str = "") -> str:
    """Return the points as a format takes them.

    Blank is no grade; with `zero`, what is missing is a 0, and so is a stub.
    """
    if score.standing is Standing.EXCUSED:
        return excused
    if zero and score.absent:
        return "0"
    return points_text(score.points)


def total_max_text(row: ScoreRow, *, zero: bool) -> str:
    """Out of how much the total is: of what counts so far, with `zero` also of what is missing; 100 for percent.

    Blank where nothing counts.
    """
    missing = sum(score.max for score in row.scores if score.absent) if zero and row.whole is None else 0
    return points_text((row.possible + missing) or None)


def comment_text(score: Score) -> str:
    """Return what a student may read beside the points; "" for nothing.

    Why there are none, what is judged elsewhere, lateness, weak protections.

    A spreadsheet takes none of it for a formula. An instructor's reason for an excuse or an override is not told: it
    may be private; a comment is.
    """
    # Most scores of a large class say nothing.
    if score.standing is Standing.SCORED and score.level is Level.STRONG and not _is_remarkable(score):
        return ""
    said = (
        STANDINGS.get(score.standing, ""),
        judged_elsewhere(score.pending) if score.pending else "",
        lateness_text(score),
        bonus_text(score),
        protections_text(score),
    )
    told = "; ".join(part for part in (*said, *score.comments) if part)
    return csv_cell(told) if score.comments else told


def _is_remarkable(score: Score) -> bool:
    return bool(score.late_s or score.comments or score.bonus or score.pending)


def bonus_text(score: Score) -> str:
    """Return what was given beside the attempt's points; "" for nothing."""
    return f"{points_text(score.bonus)} bonus" if score.bonus else ""


def lateness_text(score: Score) -> str:
    """Return how late what counts came, and the points that cost; "" in time."""
    if not score.late_s:
        return ""
    off = f", {points_text(score.deduction)} off" if score.deduction and score.standing is Standing.SCORED else ""
    return f"{lasting(score.late_s)} late{off}"


def has_file(score: Score) -> bool:
    """Return whether there is something to write for it: an attempt, and points that count."""
    return score.attempt is not None and score.points is not None


def who(student: Student) -> str:
    """Return a student as a note names them."""
    return f"{student.name} ({student.id})" if student.name != student.id else student.id


def key_of(student: Student, *kinds: str) -> str:
    """Return the first of these keys that the roster has for the student: id, email, or a heading of its own; "" for
    none.
    """
    own = {"id": student.id, "email": student.email}
    return next((key for kind in kinds if (key := own.get(kind) or student.ids.get(kind, ""))), "")


@dataclass(frozen=True, slots=True)
class PersonKey:
    """By what a format tells people apart: what the platform calls it, and the roster's headings it stands under.

    With `fold`, keys that differ in case only are one, as for an e-mail address. `own` finds the key where it is not
    the first of these headings; `hint` is what else helps when nobody has one.
    """

    called: str = "student id"
    kinds: tuple[str, ...] = ("id",)
    fold: bool = False
    own: Callable[[Student], str] | None = None
    hint: str = ""

    def of(self, student: Student) -> str:
        """Return the student's key, unchanged; "" for none."""
        return self.own(student) if self.own else key_of(student, *self.kinds)

    def compared(self, student: Student) -> str:
        """Return the key as the platform compares it."""
        key = self.of(student)
        return key.casefold() if self.fold else key


def lms_name(column: Column, *formats: str) -> str:
    """Return what course.yaml says this kata is called on the platform; "" where it says nothing."""
    return next((column.lms[name] for name in formats if column.lms.get(name)), "")


def unique_headings(columns: Iterable[tuple[Column, str]]) -> list[str]:
    """Return the headings; one that differs from another before it in nothing but case gets its kata's id."""
    seen: set[str] = set()
    made = []
    for column, heading in columns:
        while heading.casefold() in seen:
            heading = f"{heading} {column.kata}"
        seen.add(heading.casefold())
        made.append(heading)
    return made


def refuse_shared(columns: Iterable[Column], ids: Iterable[str], called: str) -> None:
    """Raises UsageError when two katas have one id on the platform; "" is none."""
    owners: dict[str, str] = {}
    for column, known in zip(columns, ids, strict=True):
        if known and owners.setdefault(known, column.kata) != column.kata:
            raise UsageError(
                f"{owners[known]} and {column.kata} have one {called}: {known[:80]}.",
                hint="Give each its own, under the katas' lms: in course.yaml.",
            )
