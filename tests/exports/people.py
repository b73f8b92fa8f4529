"""Awkward people, every kind of score, and exports of them as bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from grader.classroom.exports import Missing, Notes, NothingToSend, Options, export_table
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, Standing, Student
from grader.model import Level, Verdict

MADE = datetime(2026, 11, 20, 18, 54, 36, tzinfo=UTC)
DUE = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
SHA = "ab" * 32

BILL = Student("S0012", "Bill", "Blend", "bill@example.org", "red", "Async 101, A")
ZOE = Student("0123456", "Zoë", "Núñez", "Zoe@example.org")
QUOTES = Student("s-quotes", 'Ann "Bee"', "O'Neil\\", "ann@example.org")
FORMULA_NAME = Student("s-formula", "=cmd()", "@SUM(A1)", "formula@example.org")
CYRILLIC = Student("s-cyr", "Фёдор", "Достоевский", "")
CHINESE = Student("s-cjk", "小明", "王", "wang@example.org")
LINES = Student("s-lines", "Two\nLines", " , ; ,", "lines@example.org")
POINTS_POSSIBLE = Student("s-points", "", "Points Possible", "pp@example.org")
FORMULA_KEY = Student("=1+1", "Formula", "Key", "key@example.org")
BACKSLASH_KEY = Student("DOMAIN\\", "Back", "Slash", "back@example.org")
TWIN = Student("s-twin", "Tim", "Twin", "twin@example.org")
OTHER_TWIN = Student("s-twin", "Tom", "Twin", "twin@example.org")
FIT = (BILL, ZOE, QUOTES, FORMULA_NAME, CYRILLIC, CHINESE, LINES, POINTS_POSSIBLE)
UNFIT = (FORMULA_KEY, BACKSLASH_KEY, TWIN, OTHER_TWIN)

SCORED = Score(
    Standing.SCORED,
    10,
    points=Decimal("9.5"),
    earned=10,
    late_s=7500,
    deduction=Decimal("0.5"),
    submitted=DUE,
    attempt=1,
    sha256=SHA,
    verdict=Verdict.ACCEPTED,
    level=Level.STRONG,
)
PLAIN = Score(Standing.SCORED, 10, points=Decimal(8), earned=8, attempt=2, verdict=Verdict.REJECTED, level=Level.STRONG)
ZERO = Score(Standing.SCORED, 10, points=Decimal(0), earned=0, attempt=3, verdict=Verdict.REJECTED, level=Level.STRONG)
WEAK = Score(
    Standing.SCORED,
    10,
    points=Decimal(7),
    earned=7,
    attempt=4,
    verdict=Verdict.REJECTED,
    level=Level.WEAK,
    accepted_unconfined=True,
    misconceptions=("M02", "M05"),
)
EXCUSED = Score(Standing.EXCUSED, 10, reason="ill, with a note")
MISSING = Score(Standing.MISSING, 10)
OPEN = Score(Standing.OPEN, 10)
STUB = Score(Standing.NOT_STARTED, 10, sha256=SHA)
WAITING = Score(Standing.WAITING, 10)
OVERRIDDEN = Score(Standing.OVERRIDDEN, 10, points=Decimal("12.25"), reason="=HYPERLINK(1)")
EVERY = (SCORED, PLAIN, ZERO, WEAK, EXCUSED, MISSING, OPEN, STUB, WAITING, OVERRIDDEN)


def columns(count: int, **lms: str) -> tuple[Column, ...]:
    """Katas kata01 …, with titles that need no quoting."""
    return tuple(Column(f"kata{n:02}", f"Title {n}", 10, DUE, lms) for n in range(1, count + 1))


def table(rows: Iterable[tuple[Student, Sequence[Score]]], katas: Sequence[Column] | None = None) -> ScoreTable:
    """These students and scores; katas are made up where none are given."""
    kept = [ScoreRow(student, tuple(scores)) for student, scores in rows]
    made = tuple(katas) if katas is not None else columns(len(kept[0].scores) if kept else 1)
    return ScoreTable("Async, autumn", MADE, made, lambda: iter(kept), lambda attempt: {})


def everybody() -> ScoreTable:
    """Each of the awkward people, also those whose key cannot be sent, with one of every kind of score."""
    return table([(student, EVERY) for student in (*FIT, *UNFIT)])


def exported(
    format: str,
    scores: ScoreTable,
    *,
    template: bytes | None = None,
    missing: Missing = Missing.BLANK,
    **options: Any,
) -> tuple[bytes, Notes]:
    """The whole file, and what was told of it."""
    notes = Notes()
    pieces = export_table(format, scores, Options(missing=missing, **options), template, notes)
    return b"".join(piece.encode("utf-8") if isinstance(piece, str) else piece for piece in pieces), notes


def refused(format: str, scores: ScoreTable, *, template: bytes | None = None, **options: Any) -> Notes:
    """What was told of a file that is not written, since nobody would be in it or nothing of it would change."""
    notes = Notes()
    with pytest.raises(NothingToSend):
        list(export_table(format, scores, Options(**options), template, notes))
    return notes
