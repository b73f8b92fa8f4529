"""Our own document: the whole table as one JSON object, a student a line. docs/class.schema.json describes it.

Points are text as in every other format, so that no reader rounds them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from grader.classroom.exports.columns import Notes
from grader.classroom.exports.csv import time_text
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.table import grade_text, total_max_text
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, points_text

VERSION = 1


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Pieces of the document. Its text is ASCII, so nothing in a name can hide or be taken for anything else."""
    head = {"version": VERSION, "course": table.course, "made": time_text(table.made), "total": table.told}
    katas = ",\n".join(_line(_kata(column)) for column in table.columns)
    yield f'{_line(head)[:-1]},"katas":[\n{katas}\n],"students":['
    between = "\n"
    for row in table.rows():
        yield between + _line(_student(row, table.columns, options))
        between = ",\n"
    yield "\n]}\n"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _kata(column: Column) -> dict[str, Any]:
    return {
        "kata": column.kata,
        "title": column.title,
        "max": column.max,
        "deadline": time_text(column.deadline) or None,
        "category": column.category,
        "weight": points_text(column.weight),
    }


def _student(row: ScoreRow, columns: tuple[Column, ...], options: Options) -> dict[str, Any]:
    one = row.student
    pairs = enumerate(zip(columns, row.scores, strict=True))
    zero = options.missing is Missing.ZERO
    return {
        "id": one.id,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "email": one.email,
        "group": one.group,
        "section": one.section,
        "ids": dict(one.ids),
        "total": points_text(row.total),
        "total_max": total_max_text(row, zero=zero) or None,
        "scores": [
            _score(column.kata, score, options) | ({"dropped": True} if row.drops(place) else {})
            for place, (column, score) in pairs
        ],
    }


def _score(kata: str, score: Score, options: Options) -> dict[str, Any]:
    return {
        "kata": kata,
        "standing": score.standing.value,
        "points": grade_text(score, zero=options.missing is Missing.ZERO) or None,
        "max": score.max,
        "earned": score.earned,
        "pending": score.pending,
        "late_seconds": score.late_s,
        "deduction": points_text(score.deduction),
        "submitted": time_text(score.submitted) or None,
        "verdict": None if score.verdict is None else score.verdict.value,
        "level": None if score.level is None else score.level.value,
        "accepted_unconfined": score.accepted_unconfined,
        "misconceptions": list(score.misconceptions),
        "attempt": score.attempt,
        "sha256": score.sha256 or None,
        "reason": score.reason,
        **({"bonus": points_text(score.bonus)} if score.bonus else {}),
        **({"comments": list(score.comments)} if score.comments and options.comments else {}),
    }


FORMAT = ExportFormat(
    name="json",
    title="Everything: one JSON document",
    holds=frozenset(Holds),
    in_words=frozenset({Holds.COMMENT}),
    suffix=".json",
    table=export,
)
