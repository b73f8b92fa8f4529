"""Moodle's grade import from CSV (public/grade/import/csv/classes/load_data.php, lib/csvlib.class.php).

One wrong cell refuses the whole file there: whoever has no fit key is left out, and no cell of points is anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from grader.classroom.exports.columns import NAME, Heading, Keys, Notes, matched, note_range
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

# What a key of the roster is called in the file, so that the person who maps the columns finds it.
CALLED = {"id": "ID number", "idnumber": "ID number", "email": "Email address", "username": "Username"}
FOLDED = ("email", "username")
OTHER_KEY = "course.yaml may name another under lms: moodle: key:, such as id, email or username."
FEEDBACK = "Feedback: "
REFUSES = "Moodle refuses the whole file for them, unless the site allows such grades"

# In what Moodle exports: "Assignment: Week 1 (Real)".
SHOWN = re.compile(r"(?P<item>.+) \((?P<shown>[^()]+)\)")
KIND = re.compile(r"[^\W\d_]+: (?=.)")
NOT_POINTS = ("percentage", "letter", "feedback")
SAYS_WHO = {"ID number": ("idnumber", "id"), "Username": ("username",), "Email address": ("email",)}
NAMES = ("First name", "Last name", "Surname", "Full name")


def person(options: Options) -> PersonKey:
    """People are told apart by what course.yaml names under key:, else by their id."""
    kind = options.settings.get("key", "id")
    return PersonKey(CALLED.get(kind, kind), (kind,), fold=kind in FOLDED, hint=OTHER_KEY)


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Yield a row per student: key, names, and each kata's points, with a column of feedback beside it."""
    return delimited(_rows(table, options, notes))


def fill(table: ScoreTable, options: Options, notes: Notes, template: bytes) -> Iterator[bytes]:
    """Moodle's own grade export with the scores filled in, and feedback where it has a column for it."""
    sheet = read_sheet(template, _is_grades, f"one of {', '.join(SAYS_WHO)}")
    header = sheet.header.values
    found = matched(_headings(header), table.columns, _wanted, notes)
    kinds = (*(kind for kinds in SAYS_WHO.values() for kind in kinds), NAME)

    def identities(record: Record) -> Sequence[RowIdentity]:
        keys = [RowIdentity(record.value(header.index(name)), SAYS_WHO[name]) for name in SAYS_WHO if name in header]
        named = " ".join(record.value(header.index(name)) for name in NAMES if name in header)
        return [] if record.is_blank else [*keys, RowIdentity(named, (NAME,))]

    def cells(record: Record, entry: Filled) -> Mapping[int, str]:
        changed: dict[int, str] = {}
        for heading, grade, comment in zip(found.values(), entry.grades, entry.comments, strict=True):
            changed |= put(record, heading.place, grade) | put_comment(record, heading.comment, comment, notes)
        return changed

    people = KnownPeople(entries(table, commented(found.values(), options), options, list(found)), kinds)
    return Filler(sheet, people, identities, cells, notes).pieces()


def _rows(table: ScoreTable, options: Options, notes: Notes) -> Iterator[Sequence[str]]:
    known, zero = person(options), options.missing is Missing.ZERO
    keys = Keys(notes, known)
    titles = unique_headings((one, csv_cell(lms_name(one, "moodle") or one.title)) for one in table.columns)
    comments = [FEEDBACK + title for title in titles] if options.comments else [""] * len(titles)
    yield [known.called, "First name", "Last name", *_beside(titles, comments, options)]
    notes.tell(f"In Moodle, map {known.called!r} to the user, and each kata to its grade item.")
    for row in table.rows():
        key = keys.take(row.student)
        if key:
            grades = [grade_text(score, zero=zero) for score in row.scores]
            comments = [comment_text(score) for score in row.scores] if options.comments else grades
            for score in row.scores:
                note_range(score, notes, REFUSES)
            names = csv_cell(row.student.first_name), csv_cell(row.student.last_name)
            yield [key, *names, *_beside(grades, comments, options)]


def _beside(grades: Sequence[str], comments: Sequence[str], options: Options) -> list[str]:
    """Return each grade with its comment after it, or the grades alone."""
    if not options.comments:
        return list(grades)
    return [cell for both in zip(grades, comments, strict=True) for cell in both]


def _is_grades(header: list[str]) -> bool:
    return any(name in header for name in SAYS_WHO) and len(header) > 2


def _wanted(column: Column) -> str:
    return lms_name(column, "moodle")


def _headings(header: Sequence[str]) -> list[Heading]:
    """Return its grade items, with the place of each one's feedback."""
    split = [(place, heading, SHOWN.fullmatch(heading)) for place, heading in enumerate(header)]
    feedback = {found["item"]: place for place, _, found in split if found and found["shown"].casefold() == "feedback"}
    feedback |= {name.removeprefix(FEEDBACK): place for place, name in enumerate(header) if name.startswith(FEEDBACK)}
    made = []
    for place, heading, found in split:
        shown = found["shown"].casefold() if found else ""
        if heading not in (*SAYS_WHO, *NAMES) and shown not in NOT_POINTS and place not in feedback.values():
            item = found["item"] if found else heading
            made.append(Heading(place, (heading, item, KIND.sub("", item, count=1)), comment=feedback.get(item)))
    return made


FORMAT = ExportFormat(
    name="moodle",
    title="Moodle: grade import from CSV",
    holds=IN_WORDS,
    in_words=IN_WORDS,
    table=export,
    fill=fill,
    person=person,
)
