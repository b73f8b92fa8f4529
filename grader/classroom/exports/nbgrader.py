"""The columns of nbgrader's own export (nbgrader/plugins/export.py), for tools made for them.

Unlike there, cells are quoted where they need it, and what was not handed in is blank and no zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from grader.classroom.exports.columns import Keys, Notes
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.sheet import delimited
from grader.classroom.exports.table import PersonKey, grade_text, lms_name
from grader.classroom.scores.model import Column, Score, ScoreTable, points_text
from grader.text import csv_cell

HEADER = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)

PERSON = PersonKey("student_id")


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Yield a row for each student and kata; times are UTC without saying so, as nbgrader writes them."""
    return delimited(_rows(table, options, notes))


def _rows(table: ScoreTable, options: Options, notes: Notes) -> Iterator[Sequence[str]]:
    keys = Keys(notes, PERSON)
    assignments = [(csv_cell(lms_name(one, "nbgrader") or one.kata), _time(one.deadline)) for one in table.columns]
    yield HEADER
    for row in table.rows():
        key = keys.take(row.student)
        if key:
            student = row.student
            about = (key, csv_cell(student.last_name), csv_cell(student.first_name), csv_cell(student.email))
            for (name, due), column, score in zip(assignments, table.columns, row.scores, strict=True):
                yield (name, due, _time(score.submitted), *about, *_points(score, column, options))


def _points(score: Score, column: Column, options: Options) -> Sequence[str]:
    raw = "" if score.earned is None else str(score.earned)
    penalty = points_text(score.deduction) if score.points is not None else ""
    return raw, penalty, grade_text(score, zero=options.missing is Missing.ZERO), str(column.max)


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else ""


FORMAT = ExportFormat(
    name="nbgrader",
    title="nbgrader's columns: a row per student and kata",
    holds=frozenset({Holds.LATE}),
    table=export,
)
