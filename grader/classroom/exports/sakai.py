"""Sakai's gradebook CSV (gradebookng ImportGradesHelper.java): the user's eid, a name, items and their comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from grader.classroom.exports.columns import Heading, Keys, Notes, matched
from grader.classroom.exports.filling import (
    Filled,
    Filler,
    KnownPeople,
    RowIdentity,
    commented,
    entries,
    put,
    put_comment,
)
from grader.classroom.exports.format import ExportFormat, Missing, Options
from grader.classroom.exports.sheet import Record, delimited, read_sheet
from grader.classroom.exports.table import IN_WORDS, PersonKey, comment_text, grade_text, lms_name, unique_headings
from grader.classroom.scores.model import Column, ScoreTable
from grader.text import csv_cell

ABOUT_PEOPLE = ("Student ID", "Student Name")
EID = ("sakai_eid", "eid", "username", "id")
# Sakai refuses a file in which a student stands twice, whatever the case.
PERSON = PersonKey("Student ID", EID, fold=True)
ITEM = re.compile(r"(?P<name>[^\[]+?)\s*(\[(?P<most>\d+([.,]\d\d?)?)\])?")
COMMENT = "* "
COMMA = ","


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Yield a row per student, points and comments side by side.

    Sakai reads by its user's way of writing numbers: with `decimal: ","` in course.yaml, semicolons and commas.
    """
    comma = options.settings.get("decimal") == COMMA
    return delimited(_rows(table, options, notes, comma=comma), delimiter=";" if comma else ",")


def fill(table: ScoreTable, options: Options, notes: Notes, template: bytes) -> Iterator[bytes]:
    """Yield a gradebook exported from Sakai with the scores filled in, and comments where it has a column for them."""
    sheet = read_sheet(template, lambda header: len(header) > 2 and header[0] == ABOUT_PEOPLE[0], ABOUT_PEOPLE[0])
    header = sheet.header.values
    found = matched(_headings(header), table.columns, _wanted, notes)
    comma = sheet.delimiter == ";"

    def identities(record: Record) -> Sequence[RowIdentity]:
        return [RowIdentity(record.value(0), EID)] if record.value(0) else []

    def cells(record: Record, entry: Filled) -> Mapping[int, str]:
        changed: dict[int, str] = {}
        for heading, grade, comment in zip(found.values(), entry.grades, entry.comments, strict=True):
            changed |= put(record, heading.place, _decimal(grade, comma=comma))
            changed |= put_comment(record, heading.comment, comment, notes)
        return changed

    people = KnownPeople(entries(table, commented(found.values(), options), options, list(found)), EID)
    return Filler(sheet, people, identities, cells, notes).pieces()


def _rows(table: ScoreTable, options: Options, notes: Notes, *, comma: bool) -> Iterator[Sequence[str]]:
    keys = Keys(notes, PERSON)
    zero = options.missing is Missing.ZERO
    items = []
    for column, title in zip(
        table.columns, unique_headings((one, _title(one, notes)) for one in table.columns), strict=True
    ):
        items += [f"{title} [{column.max}]", *([COMMENT + title] if options.comments else [])]
    yield [*ABOUT_PEOPLE, *items]
    for row in table.rows():
        key = keys.take(row.student)
        if key:
            cells = [key, csv_cell(row.student.sortable_name)]
            for score in row.scores:
                cells.append(_decimal(grade_text(score, zero=zero), comma=comma))
                cells += [comment_text(score)] if options.comments else []
            yield cells


def _decimal(grade: str, *, comma: bool) -> str:
    return grade.replace(".", COMMA) if comma else grade


def _title(column: Column, notes: Notes) -> str:
    """Return the item's title: a bracket would begin its points, * a comment, # a column to ignore."""
    wanted = csv_cell(lms_name(column, "sakai") or column.title).strip()
    title = wanted.replace("[", "(").replace("]", ")").lstrip("*# ") or column.kata
    if title != wanted:
        notes.tell(f"{column.kata} is called {title!r}: Sakai does not take {wanted!r}.")
    return title


def _wanted(column: Column) -> str:
    return lms_name(column, "sakai")


def _headings(header: Sequence[str]) -> list[Heading]:
    comments = {heading[1:].strip(): place for place, heading in enumerate(header) if heading.startswith("*")}
    made = []
    for place, heading in enumerate(header[2:], start=2):
        found = ITEM.fullmatch(heading)
        if found and heading[0] not in "*#":
            made.append(
                Heading(place, (found["name"], heading), comment=comments.get(found["name"]), most=found["most"] or "")
            )
    return made


FORMAT = ExportFormat(
    name="sakai",
    title="Sakai: the gradebook's CSV",
    holds=IN_WORDS,
    in_words=IN_WORDS,
    table=export,
    fill=fill,
    person=lambda options: PERSON,
)
