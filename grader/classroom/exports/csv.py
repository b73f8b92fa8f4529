"""Our own table: one row for each student and kata, with everything a score says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from grader.classroom.exports.columns import Keys, Notes
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.sheet import delimited
from grader.classroom.exports.table import PersonKey, grade_text
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, points_text
from grader.text import csv_cell

HEADER = (
    *("student", "first_name", "last_name", "email", "group", "section"),
    *("kata", "title", "deadline"),
    *("standing", "points", "max", "earned", "pending", "deduction", "late_seconds", "submitted"),
    *("verdict", "level", "accepted_unconfined", "misconceptions", "attempt", "sha256", "reason"),
    *("bonus", "category", "weight", "dropped"),
)
COMMENT = "comment"

PERSON = PersonKey()


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Times in ISO 8601 with their zone, misconceptions with spaces between them, blank for what there is not.

    The last column holds the instructor's comments, unless they are left out.
    """
    return delimited(_rows(table, options, notes))


def _rows(table: ScoreTable, options: Options, notes: Notes) -> Iterator[Sequence[str]]:
    keys = Keys(notes, PERSON)
    katas = [(csv_cell(one.kata), csv_cell(one.title), time_text(one.deadline)) for one in table.columns]
    zero = options.missing is Missing.ZERO
    yield [*HEADER, *([COMMENT] if options.comments else [])]
    for row in table.rows():
        key = keys.take(row.student)
        if key:
            one = row.student
            words = (one.first_name, one.last_name, one.email, one.group, one.section)
            about = (key, *(csv_cell(word) for word in words))
            for place, (kata, score) in enumerate(zip(katas, row.scores, strict=True)):
                counted = _counted(table.columns[place], row, place)
                comment = [comments_text(score)] if options.comments else []
                yield (*about, *kata, *_cells(score, zero=zero), *counted, *comment)


def _cells(score: Score, *, zero: bool) -> Sequence[str]:
    return (
        score.standing.value,
        grade_text(score, zero=zero),
        str(score.max),
        "" if score.earned is None else str(score.earned),
        str(score.pending),
        points_text(score.deduction),
        str(score.late_s),
        time_text(score.submitted),
        "" if score.verdict is None else score.verdict.value,
        "" if score.level is None else score.level.value,
        "yes" if score.accepted_unconfined else "",
        csv_cell(" ".join(score.misconceptions)) if score.misconceptions else "",
        "" if score.attempt is None else str(score.attempt),
        score.sha256,
        csv_cell(score.reason) if score.reason else "",
        points_text(score.bonus) if score.bonus else "",
    )


def _counted(column: Column, row: ScoreRow, place: int) -> Sequence[str]:
    """Return what the total makes of it."""
    return csv_cell(column.category), points_text(column.weight), "yes" if row.drops(place) else ""


def comments_text(score: Score) -> str:
    """Return the instructor's comments in one cell; "" where there are none."""
    return csv_cell("; ".join(score.comments)) if score.comments else ""


def time_text(moment: datetime | None) -> str:
    """Return a moment with its zone, to the second."""
    return moment.isoformat(timespec="seconds") if moment else ""


FORMAT = ExportFormat(
    name="csv",
    title="Everything: a row per student and kata",
    holds=frozenset(Holds),
    in_words=frozenset({Holds.COMMENT}),
    table=export,
)
