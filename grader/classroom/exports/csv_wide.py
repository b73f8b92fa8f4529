"""Our own table with a row per student: for each kata its points, standing, lateness and protections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.classroom.exports.columns import Keys, Notes
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.sheet import delimited
from grader.classroom.exports.table import PersonKey, grade_text
from grader.classroom.scores.model import Score, ScoreTable, points_text
from grader.text import csv_cell

ABOUT_PEOPLE = ("student", "first_name", "last_name", "email", "group", "section", "total")
ABOUT_SCORE = ("", " standing", " late_seconds", " level")

PERSON = PersonKey()


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Four columns for each kata, headed by its id; the total counts blank as nothing."""
    return delimited(_rows(table, options, notes))


def _rows(table: ScoreTable, options: Options, notes: Notes) -> Iterator[Sequence[str]]:
    keys = Keys(notes, PERSON)
    zero = options.missing is Missing.ZERO
    yield [*ABOUT_PEOPLE, *(f"{column.kata}{about}" for column in table.columns for about in ABOUT_SCORE)]
    for row in table.rows():
        key = keys.take(row.student)
        if key:
            one = row.student
            words = (one.first_name, one.last_name, one.email, one.group, one.section)
            cells = [key, *(csv_cell(word) for word in words), points_text(row.total)]
            for score in row.scores:
                cells += _cells(score, zero=zero)
            yield cells


def _cells(score: Score, *, zero: bool) -> Sequence[str]:
    level = "" if score.level is None else score.level.value
    late = str(score.late_s) if score.late_s else ""
    return (
        grade_text(score, zero=zero),
        score.standing.value,
        late,
        level + (", unconfined" if score.unconfined else ""),
    )


FORMAT = ExportFormat(
    name="csv-wide",
    title="A row per student, four columns per kata",
    holds=frozenset({Holds.EXCUSED, Holds.MISSING, Holds.LATE, Holds.LEVEL}),
    table=export,
)
