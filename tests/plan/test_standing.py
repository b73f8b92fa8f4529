"""Who has handed in what, as text and as a document."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from grader.classroom.pages.collected import ClassStanding, class_standing, standing_document, standing_text
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, Standing, Student
from grader.report.layout import WIDTH, Style

BERLIN = ZoneInfo("Europe/Berlin")
DUE = datetime(2026, 10, 12, 21, 59, tzinfo=UTC)
KATAS = (
    Column("kata01", "One", 10, DUE),
    Column("kata02", "Two", 10, DUE + timedelta(days=14)),
    Column("kata03", "3", 10),
)
OPEN = Score(Standing.OPEN, 10)
MISSING = Score(Standing.MISSING, 10)
STUB = Score(Standing.NOT_STARTED, 10, sha256="a")
EXCUSED = Score(Standing.EXCUSED, 10, reason="ill")
SET = Score(Standing.OVERRIDDEN, 10, points=Decimal(9))
WAITING = Score(Standing.WAITING, 10, submitted=DUE, sha256="a")


def scored(submitted: datetime | None = DUE, *, late_s: int = 0) -> Score:
    """A score of nine points."""
    return Score(Standing.SCORED, 10, Decimal(9), 9, submitted=submitted, sha256="a", late_s=late_s)


ROWS = (
    ScoreRow(Student("0123456", "Zoë", "Núñez"), (scored(), scored(None), WAITING)),
    ScoreRow(Student("7", "Bill", "=cmd()\x1b[2J\n"), (scored(DUE + timedelta(hours=1), late_s=3600), WAITING, STUB)),
    ScoreRow(Student("8", "雷", "李"), (scored(None, late_s=1), MISSING, OPEN)),
    ScoreRow(Student("S9"), (EXCUSED, SET, OPEN)),
    *(ScoreRow(Student(f"n{number}", "Nobody", f"No. {number}"), (MISSING, OPEN, OPEN)) for number in range(12)),
)


def standing(rows: tuple[ScoreRow, ...] = ROWS, *, most: int | None = 10, notes: tuple[str, ...] = ()) -> ClassStanding:
    """The standing of these rows, with one stranger."""
    table = ScoreTable("Async 101\x07", DUE, KATAS, lambda: rows, lambda attempt: {})
    return class_standing(table, {"ghost\u202e": ["kata01", "kata02"]} if rows else {}, notes, most=most)


@pytest.mark.parametrize("style", list(Style))
def test_a_standing_is_as_golden(style: Style, golden: Callable[[str, str], None]) -> None:
    """Counts for each kata, then every list, in the course's own time zone; for screen readers in words."""
    made = standing(notes=("course.yaml:4: deadline: there is no 2026-03-29 02:30 in Europe/Berlin.",))

    golden(f"standing_{style}.txt", standing_text(made, zone=BERLIN, style=style))


def test_points_by_hand_are_told_and_what_was_marked_stays_marked() -> None:
    """An override leaves an attempt graded, and one without an attempt is no submission."""
    by_hand = ScoreRow(Student("a"), (SET, replace(SET, attempt=3, sha256="a", submitted=DUE), OPEN))

    document = standing_document(standing((by_hand,)))

    assert [(kata["handed_in"], kata["graded"], kata["overridden"]) for kata in document["katas"][:2]] == [
        (0, 0, 1),
        (1, 1, 1),
    ]
    assert document["overridden"] == [{"student": "a", "name": "a", "katas": ["kata01", "kata02"]}]


def test_all_are_named_when_asked() -> None:
    """Nothing is left to be asked for."""
    text = standing_text(standing(most=None), zone=BERLIN, style=Style.PLAIN, names=None)

    assert "Nobody No. 11 (n11)" in text
    assert "more: -v" not in text


def test_a_standing_fits_in_80_columns() -> None:
    """Also in a class of ten thousand, whose counts have five digits."""
    rows = tuple(ScoreRow(Student(str(number)), (scored(late_s=1), MISSING, EXCUSED)) for number in range(10_000))

    text = standing_text(standing(rows), zone=BERLIN, style=Style.PICTURES)

    assert "   10000" in text
    assert max(map(len, text.splitlines())) <= WIDTH


def test_an_empty_roster_is_told() -> None:
    """Before anybody is in it, the next step is said."""
    assert "fill it in" in standing_text(standing(()), zone=BERLIN, style=Style.PLAIN)


def test_a_document_says_the_same() -> None:
    """Counts for each kata with their names, and every list with ids."""
    document = json.loads(json.dumps(standing_document(standing(most=None, notes=("a note",)))))

    first = document["katas"][0]
    assert tuple(first[key] for key in ("handed_in", "graded", "late", "missing", "excused")) == (3, 3, 2, 12, 1)
    assert (first["waiting"], first["deadline"]) == (0, "2026-10-12T21:59:00+00:00")
    assert [(one["student"], one["katas"]) for one in document["waiting"]] == [
        ("0123456", ["kata03"]),
        ("7", ["kata02"]),
    ]
    assert (len(document["missing"]), [one["student"] for one in document["late_by_mark"]]) == (13, ["8"])
    assert [one["student"] for one in document["unknown_time"]] == ["0123456"]
    assert document["not_in_roster"] == [{"student": "ghost\u202e", "katas": ["kata01", "kata02"]}]
    assert (document["notes"], document["students"], document["version"]) == (["a note"], 16, 1)
