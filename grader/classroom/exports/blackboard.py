"""Blackboard Learn's Grade Center, as text with tabs. Closed source: its help, and many public files.

A column is known by the number after | in its heading, which only Blackboard gives: fill a downloaded file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from grader.classroom.exports.columns import Heading, Keys, Notes, matched
from grader.classroom.exports.filling import Filled, Filler, KnownPeople, RowIdentity, entries, put, put_comment
from grader.classroom.exports.format import ExportFormat, Missing, Options
from grader.classroom.exports.sheet import Record, delimited, read_sheet
from grader.classroom.exports.table import IN_WORDS, PersonKey, grade_text, lms_name, refuse_shared, unique_headings
from grader.classroom.scores.model import Column, ScoreTable
from grader.text import csv_cell

ABOUT_PEOPLE = ("Last Name", "First Name", "Username", "Student ID")
USERNAME = ("username", "id")
STUDENT_ID = ("student_id", "id")
PERSON = PersonKey("Username", USERNAME)
UNWANTED = re.compile(r"[^A-Za-z0-9_.-]+")
# "Week 1 [Total Pts: 10 Score] |403340"
HEADING = re.compile(
    r"(?P<name>.*?)\s*\[Total Pts: (?P<points>up to )?(?P<most>[\d.,]*)\s*(?P<kind>[A-Za-z/ ]*)\]\s*\|(?P<id>\d+)"
)
POINTS_KINDS = ("", "Score", "Text")
FEEDBACK, FEEDBACK_FORMAT, PLAIN = "Feedback to Learner", "Feedback Format", "PLAIN_TEXT"


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Yield a row per student, tabs between cells, every cell in quotes as Blackboard writes it."""
    return delimited(_rows(table, options, notes), delimiter="\t", quote_all=True)


def fill(table: ScoreTable, options: Options, notes: Notes, template: bytes) -> Iterator[bytes]:
    """Yield a file downloaded to work offline, UTF-16 or UTF-8, with the scores filled in."""
    sheet = read_sheet(template, lambda header: "Username" in header, "Username")
    header = sheet.header.values
    found = matched(_headings(header), table.columns, _wanted, notes)
    username, student_id = header.index("Username"), header.index("Student ID") if "Student ID" in header else None
    feedback = header.index(FEEDBACK) if FEEDBACK in header and len(found) == 1 else None
    style = header.index(FEEDBACK_FORMAT) if FEEDBACK_FORMAT in header else None

    def identities(record: Record) -> Sequence[RowIdentity]:
        keys = [RowIdentity(record.value(username), USERNAME)]
        keys += [RowIdentity(record.value(student_id), STUDENT_ID)] if student_id is not None else []
        return keys if record.value(username) else []

    def cells(record: Record, entry: Filled) -> Mapping[int, str]:
        changed: dict[int, str] = {}
        for heading, grade, comment in zip(found.values(), entry.grades, entry.comments, strict=True):
            words = put_comment(record, feedback, comment, notes)
            changed |= put(record, heading.place, grade) | words
            changed |= put(record, style, PLAIN) if words and style is not None else {}
        return changed

    holds = IN_WORDS if feedback is not None and options.comments else FORMAT.holds
    people = KnownPeople(entries(table, holds, options, list(found)), (*USERNAME, *STUDENT_ID))
    return Filler(sheet, people, identities, cells, notes).pieces()


def _rows(table: ScoreTable, options: Options, notes: Notes) -> Iterator[Sequence[str]]:
    refuse_shared(table.columns, (_wanted(column) for column in table.columns), "number in Blackboard")
    keys = Keys(notes, PERSON)
    yield [*ABOUT_PEOPLE, *unique_headings((column, _heading(column)) for column in table.columns)]
    new = ", ".join(column.kata for column in table.columns if not lms_name(column, "blackboard"))
    if new:
        notes.tell(f"{new}: no number in course.yaml; of such, Blackboard makes new text columns of 0 points.")
    for row in table.rows():
        student = row.student
        key = keys.take(student)
        if key:
            about = csv_cell(student.last_name), csv_cell(student.first_name), key, csv_cell(student.id)
            yield [*about, *(grade_text(score, zero=options.missing is Missing.ZERO) for score in row.scores)]


def _heading(column: Column) -> str:
    """Return a whole heading from course.yaml as it is, or one made with its number there."""
    known = lms_name(column, "blackboard")
    if known and not known.isdecimal():
        return csv_cell(known)
    name = UNWANTED.sub("_", column.title).strip("_.-") or column.kata
    return f"{name} [Total Pts: {column.max} Score]" + (f" |{known}" if known else "")


def _wanted(column: Column) -> str:
    """Return the column's number, also out of a whole heading; else its name."""
    known = lms_name(column, "blackboard")
    return known.rpartition("|")[2] if "|" in known else known


def _headings(header: Sequence[str]) -> list[Heading]:
    """Return the columns that take points: not those Blackboard calculates, nor letters or percentages."""
    split = [(place, heading, HEADING.fullmatch(heading)) for place, heading in enumerate(header)]
    return [
        Heading(place, (found["name"], heading), found["id"], most=found["most"])
        for place, heading, found in split
        if found and not found["points"] and found["kind"].strip() in POINTS_KINDS
    ]


FORMAT = ExportFormat(
    name="blackboard",
    title="Blackboard Learn: the Grade Center's text with tabs",
    suffix=".txt",
    table=export,
    fill=fill,
    person=lambda options: PERSON,
)
