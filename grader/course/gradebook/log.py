"""The log of exceptions: extensions, excuses and overrides, each with who made it and why; nothing leaves it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from grader.course.gradebook.file import File, moment, moment_of, stored
from grader.course.gradebook.rows import Logged
from grader.course.plan.values import Adjustment, AdjustmentKind
from grader.errors import UsageError

ALL = """SELECT a.id, a.student, a.kata, a.kind, a.until, a.points, a.reason, a.made, a.made_by,
    u.made_by, u.made, u.reason FROM adjustment a LEFT JOIN undone u ON u.adjustment = a.id"""


def add(file: File, adjustment: Adjustment, by: str, now: datetime) -> int:
    """Write one down; gives its id."""
    points = None if adjustment.points is None else str(adjustment.points)
    with file.transaction():
        number = file.write(
            "INSERT INTO adjustment (student, kata, kind, until, points, reason, made_by, made)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                adjustment.student,
                adjustment.kata,
                str(adjustment.kind),
                stored(adjustment.until),
                points,
                adjustment.reason,
                by,
                stored(now),
            ),
        ).lastrowid
    assert number is not None
    return number


def everything(file: File) -> tuple[Logged, ...]:
    """Every adjustment ever made, oldest first."""
    return tuple(
        Logged(
            adjustment=Adjustment(
                student=student,
                kata=kata,
                kind=AdjustmentKind(kind),
                until=moment(until),
                points=None if points is None else Decimal(points),
                reason=reason,
                at=moment_of(made),
                id=number,
            ),
            by=by,
            made=moment_of(made),
            undone_by=undone_by or "",
            undone_at=moment(undone_at),
            undone_reason=undone_reason or "",
        )
        for (
            *(number, student, kata, kind, until, points, reason, made, by),
            undone_by,
            undone_at,
            undone_reason,
        ) in file.rows(f"{ALL} ORDER BY a.id")
    )


def undo(file: File, number: int, *, by: str, reason: str, now: datetime) -> Logged:
    """Take one back. Raises UsageError when there is none of this id, or it is taken back already."""
    with file.transaction():
        found = next((logged for logged in everything(file) if logged.adjustment.id == number), None)
        if found is None:
            raise UsageError(f"There is no adjustment {number} in {file.name}.", hint="Run: grade class log")
        if not found.stands:
            raise UsageError(f"Adjustment {number} is taken back already.", hint="Run: grade class log")
        file.write(
            "INSERT INTO undone (adjustment, reason, made_by, made) VALUES (?, ?, ?, ?)",
            (number, reason, by, stored(now)),
        )
    return found
