"""Our own table with a row per student: for each kata its points, standing, lateness, protections and comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.classroom.exports.columns import Keys, Notes
from grader.classroom.exports.csv import comments_text
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.sheet import delimited
from grader.classroom.exports.table import PersonKey, grade_text, total_max_text
from grader.classroom.scores.model import Score, ScoreTable, points_text
from grader.text import csv_cell

ABOUT_PEOPLE = ("student", "first_name", "last_name", "email", "group", "section", "total", "total_max", "dropped")
ABOUT_SCORE = ("", " standing", " late_seconds", " level")
COMMENT = " comment"

PERSON = PersonKey()


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Five columns for each kata, headed by its id, four without comments.

    The total is the course's, out of `total_max`: of what counts so far, or 100 where it is in percent.
    """
    return delimited(_rows(table, options, notes))


def _rows(table: ScoreTable, options: Options, notes: Notes) -> Iterator[Sequence[str]]:
    keys = Keys(notes, PERSON)
    zero = options.missing is Missing.ZERO
    about_score = [*ABOUT_SCORE, *([COMMENT] if options.comments else [])]
    yield [*ABOUT_PEOPLE, *(f"{column.kata}{about}" for column in table.columns for about in about_score)]
    for row in table.rows():
        key = keys.take(row.student)
        if key:
            one = row.student
            words = (one.first_name, one.last_name, one.email, one.group, one.section)
            dropped = " ".join(column.kata for place, column in enumerate(table.columns) if row.drops(place))
            cells = [
                key,
                *(csv_cell(word) for word in words),
                points_text(row.total),
                total_max_text(row, zero=zero),
                dropped,
            ]
            for score in row.scores:
                cells += [*_cells(score, zero=zero), *([comments_text(score)] if options.comments else [])]
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
    title="A row per student, five columns per kata",
    holds=frozenset(Holds),
    in_words=frozenset({Holds.COMMENT}),
    table=export,
)
