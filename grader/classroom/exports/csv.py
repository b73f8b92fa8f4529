"""Our own table: one row for each student and kata, with everything a score says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from grader.classroom.exports.columns import Keys, Notes
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.sheet import delimited
from grader.classroom.exports.table import PersonKey, grade_text
from grader.classroom.scores.model import Score, ScoreTable, points_text
from grader.text import csv_cell

HEADER = (
    *("student", "first_name", "last_name", "email", "group", "section"),
    *("kata", "title", "deadline"),
    *("standing", "points", "max", "earned", "pending", "deduction", "late_seconds", "submitted"),
    *("verdict", "level", "accepted_unconfined", "misconceptions", "attempt", "sha256", "reason"),
)

PERSON = PersonKey()


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Times in ISO 8601 with their zone, misconceptions with spaces between them, blank for what there is not."""
    return delimited(_rows(table, options, notes))


def _rows(table: ScoreTable, options: Options, notes: Notes) -> Iterator[Sequence[str]]:
    keys = Keys(notes, PERSON)
    katas = [(csv_cell(one.kata), csv_cell(one.title), time_text(one.deadline)) for one in table.columns]
    zero = options.missing is Missing.ZERO
    yield HEADER
    for row in table.rows():
        key = keys.take(row.student)
        if key:
            one = row.student
            words = (one.first_name, one.last_name, one.email, one.group, one.section)
            about = (key, *(csv_cell(word) for word in words))
            for kata, score in zip(katas, row.scores, strict=True):
                yield (*about, *kata, *_cells(score, zero=zero))


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
    )


def time_text(moment: datetime | None) -> str:
    """A moment with its zone, to the second."""
    return moment.isoformat(timespec="seconds") if moment else ""


FORMAT = ExportFormat(name="csv", title="Everything: a row per student and kata", holds=frozenset(Holds), table=export)
