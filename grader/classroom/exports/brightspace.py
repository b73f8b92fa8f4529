"""D2L Brightspace's grades CSV. Closed source: its community's and several universities' pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from grader.classroom.exports.columns import Heading, Keys, Notes, matched, note_range
from grader.classroom.exports.filling import Filled, Filler, KnownPeople, RowIdentity, entries, put
from grader.classroom.exports.format import ExportFormat, Missing, Options
from grader.classroom.exports.sheet import Record, delimited, read_sheet
from grader.classroom.exports.table import PersonKey, grade_text, lms_name, unique_headings
from grader.classroom.scores.model import Column, ScoreTable
from grader.text import csv_cell

KEY, LOGIN, LAST = "OrgDefinedId", "Username", "End-of-Line Indicator"
KINDS = {KEY: ("orgdefinedid", "org_defined_id", "id"), LOGIN: ("username",)}
PERSON = PersonKey(KEY, KINDS[KEY])
FORBIDDEN = re.compile(r'[/"*<>+=|,%]+')
HEADING = re.compile(r"(?P<name>.+) Points Grade(?: <(?:Numeric MaxPoints:(?P<most>[0-9.,]+))?[^>]*>)?")
CAPPED = "Brightspace cuts them, unless the item can exceed its maximum"


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Yield a row per student; # stands before a key, as Brightspace writes it, so that leading zeros live."""
    return delimited(_rows(table, options, notes))


def fill(table: ScoreTable, options: Options, notes: Notes, template: bytes) -> Iterator[bytes]:
    """Yield a file exported from Brightspace with the scores filled in."""
    sheet = read_sheet(template, lambda header: KEY in header or LOGIN in header, f"{KEY} or {LOGIN}")
    header = sheet.header.values
    split = [(place, HEADING.fullmatch(heading)) for place, heading in enumerate(header)]
    headings = [
        Heading(place, (found["name"], header[place]), most=found["most"] or "") for place, found in split if found
    ]
    found = matched(headings, table.columns, _wanted, notes)

    def identities(record: Record) -> Sequence[RowIdentity]:
        cells = [(record.value(header.index(name)), kinds) for name, kinds in KINDS.items() if name in header]
        return [RowIdentity(value.removeprefix("#"), kinds) for value, kinds in cells if value]

    def cells(record: Record, entry: Filled) -> Mapping[int, str]:
        changed: dict[int, str] = {}
        for heading, grade in zip(found.values(), entry.grades, strict=True):
            changed |= put(record, heading.place, grade)
        return changed

    people = KnownPeople(
        entries(table, FORMAT.holds, options, list(found)), (kind for kinds in KINDS.values() for kind in kinds)
    )
    return Filler(sheet, people, identities, cells, notes).pieces()


def _wanted(column: Column) -> str:
    return lms_name(column, "brightspace")


def _rows(table: ScoreTable, options: Options, notes: Notes) -> Iterator[Sequence[str]]:
    keys = Keys(notes, PERSON)
    titles = unique_headings((column, _title(column, notes)) for column in table.columns)
    items = zip(titles, table.columns, strict=True)
    yield [KEY, *(f"{title} Points Grade <Numeric MaxPoints:{column.max}>" for title, column in items), LAST]
    for row in table.rows():
        key = keys.take(row.student)
        if key:
            for score in row.scores:
                note_range(score, notes, CAPPED)
            yield [f"#{key}", *(grade_text(one, zero=options.missing is Missing.ZERO) for one in row.scores), "#"]


def _title(column: Column, notes: Notes) -> str:
    """Return what the item is called, without the characters that no item may have in its name."""
    wanted = csv_cell(lms_name(column, "brightspace") or column.title)
    name = " ".join(FORBIDDEN.sub(" ", wanted).split()) or column.kata
    if name != wanted:
        notes.tell(f"{column.kata} is called {name!r}: Brightspace does not take {wanted!r}.")
    return name


FORMAT = ExportFormat(
    name="brightspace",
    title="D2L Brightspace: the grades' CSV",
    table=export,
    fill=fill,
    person=lambda options: PERSON,
)
