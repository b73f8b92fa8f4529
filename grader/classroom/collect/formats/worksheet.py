"""Moodle's offline grading worksheet, in whatever language: its columns are told by their place and content.

Its first column says "Participant 12" in the site's language, one holds e-mail addresses, and of the two with dates the
first is that of the hand-in (mod/assign/gradingtable.php).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from grader.classroom.collect.times import iso, moodle

IDENTIFIER, EMAIL, MODIFIED = "Identifier", "Email address", "Last modified (submission)"
# Identifier, name, status, grade, its maximum, whether it can be changed, and two dates.
FEWEST = 6
_PARTICIPANT = re.compile(r"(?P<word>\D*)(?P<number>\d+)")
_DATE = re.compile(r"\d{4}.*\d{1,2}[:.h]\d{2}|\d{1,2}[:.h]\d{2}.*\d{4}", re.DOTALL)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
NOTHING = ("", "-")


@dataclass(frozen=True, slots=True)
class Participant:
    """One row: the number, what is told of who it is, and the time of the hand-in as it is written.

    Where names are hidden, a status stands in the place of the name, which is nobody's.
    """

    number: str
    name: str
    email: str
    submitted: str


@dataclass(frozen=True, slots=True)
class Worksheet:
    """Its rows with their lines."""

    rows: tuple[tuple[int, Participant], ...]


def table_of(content: bytes) -> Worksheet | None:
    """Return the worksheet in these bytes; None where they are none."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except (UnicodeDecodeError, csv.Error):
        return None
    if not rows:
        return None
    (_, headings), body = rows[0], [(line, row) for line, row in rows[1:] if len(row) == len(rows[0][1])]
    numbers = [_PARTICIPANT.fullmatch(row[0]) for _, row in body]
    columns = [[row[place] for _, row in body] for place in range(len(headings))]
    submitted = _submitted(headings, columns, numbers)
    if submitted is None:
        return None
    email = _email(headings, columns)
    return Worksheet(
        tuple(
            (
                line,
                Participant(number["number"], row[1], row[email] if email else "", row[submitted]),
            )
            for (line, row), number in zip(body, numbers, strict=True)
            if number is not None
        )
    )


def read_time(said: str, zone: tzinfo) -> datetime | None:
    """Return the time of a cell; None for a blank one, and for what cannot be read."""
    return moodle(said, zone) or iso(said, zone)


def _submitted(
    headings: Sequence[str], columns: Sequence[Sequence[str]], numbers: Sequence[re.Match[str] | None]
) -> int | None:
    """Return which column tells when it was handed in; None where this is no worksheet."""
    if IDENTIFIER in headings[:1] and MODIFIED in headings:
        return headings.index(MODIFIED)
    words = {number["word"].strip() if number is not None else "" for number in numbers}
    if len(headings) < FEWEST or len(words) != 1 or words == {""}:
        return None
    dates = [place for place, cells in enumerate(columns) if place > 1 and _holds_dates(cells)]
    if not dates:
        return None
    if len(dates) == 1 and all(cell in NOTHING for cell in columns[dates[0] - 1]):
        # Nobody has handed in anything, and somebody has a grade.
        return dates[0] - 1
    return dates[0]


def _holds_dates(cells: Sequence[str]) -> bool:
    told = [cell for cell in cells if cell not in NOTHING]
    return bool(told) and all(_DATE.search(cell) for cell in told)


def _email(headings: Sequence[str], columns: Sequence[Sequence[str]]) -> int | None:
    if EMAIL in headings:
        return headings.index(EMAIL)
    for place, cells in enumerate(columns):
        told = [cell for cell in cells if cell]
        if told and all(_EMAIL.fullmatch(cell) for cell in told):
            return place
    return None
