"""Canvas's gradebook CSV, as instructure/canvas-lms lib/gradebook_importer.rb reads it.

Canvas rewrites every cell that looks like a number, also a key, and guesses the delimiter from the first three lines;
so every cell is quoted, and a key it would read as another one is not sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from grader.classroom.exports.columns import NAME, Heading, Keys, Notes, matched, unsendable
from grader.classroom.exports.filling import Filled, Filler, KnownPeople, RowIdentity, entries, put
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.sheet import Record, Sheet, delimited, read_sheet
from grader.classroom.exports.table import PersonKey, grade_text, key_of, lms_name, refuse_shared, unique_headings, who
from grader.classroom.scores.model import Column, ScoreRow, ScoreTable, Student
from grader.text import count_of, csv_cell

EXCUSED = "EX"
NOT_ASSIGNED = "N/A"
ABOUT_PEOPLE = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"
POINTS_ROW = "Points Possible"
TITLE_AND_ID = re.compile(r"(.*)\s\(([0-9]+)\)")
# A column whose heading has one of these anywhere in it is dropped without a word.
RESERVED = re.compile("Current (Score|Points|Grade)|Final (Score|Points|Grade)|Override (Score|Grade|Status)")
READ_ONLY = re.compile(r"read\s+only")
NUMBER_LIKE = re.compile(r"-?[0-9.,]+%?")
ID = re.compile("[1-9][0-9]{0,18}")
LARGEST_ID = 2**63 - 1
SIS_USER = ("sis_user_id", "sis_id", "id")
SIS_LOGIN = ("sis_login_id", "login_id", "username")
SAYS_WHO = {"ID": ("canvas_id",), "SIS User ID": SIS_USER, "SIS Login ID": SIS_LOGIN}
KINDS = ("canvas_id", *SIS_USER, *SIS_LOGIN)
NAMES = ("Student", "FirstName", "LastName")


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Yield the gradebook as Canvas exports it: heading, points possible, a row per student."""
    return delimited(_rows(table, options, notes), quote_all=True)


def fill(table: ScoreTable, options: Options, notes: Notes, template: bytes) -> Iterator[bytes]:
    """Yield a gradebook downloaded from Canvas with the scores filled in. A blank here leaves a cell as it is."""
    sheet = read_sheet(template, _is_gradebook, "Student, ID and Section, as Canvas's gradebook has")
    header = sheet.header.values
    found = matched(_headings(sheet), table.columns, _wanted, notes)
    people = KnownPeople(entries(table, FORMAT.holds, options, list(found), excused=EXCUSED), (*KINDS, NAME))
    places = {name: place for place, name in reversed(list(enumerate(header)))}

    def cells(record: Record, entry: Filled) -> Mapping[int, str]:
        changed: dict[int, str] = {}
        for heading, grade in zip(found.values(), entry.grades, strict=True):
            if grade and record.value(heading.place) == NOT_ASSIGNED:
                notes.count("not assigned in Canvas (N/A): left as they were")
            else:
                changed |= put(record, heading.place, grade)
        return changed

    return Filler(sheet, people, lambda record: _identities(record, places), cells, notes).pieces()


def _rows(table: ScoreTable, options: Options, notes: Notes) -> Iterator[Sequence[str]]:
    keys = Keys(notes, PERSON)
    nothing = [""] * (len(ABOUT_PEOPLE) - 1)
    yield [*ABOUT_PEOPLE, *_assignments(table.columns, notes)]
    yield [POINTS, *nothing, *(str(column.max) for column in table.columns)]
    blanks = 0
    for row in table.rows():
        cells = _student_cells(row, keys, notes)
        if cells:
            scores = [grade_text(one, zero=options.missing is Missing.ZERO, excused=EXCUSED) for one in row.scores]
            blanks += scores.count("")
            yield [*cells, *scores]
    if blanks:
        notes.tell(f"{count_of(blanks, 'cell is', 'cells are')} blank: Canvas clears a score that it has there.")


def _student_cells(row: ScoreRow, keys: Keys, notes: Notes) -> Sequence[str]:
    """Name, ID, SIS ids and section; nothing for a student whom Canvas would take for somebody else."""
    student = row.student
    canvas_id = student.ids.get("canvas_id", "")
    if canvas_id and not _is_id(canvas_id):
        notes.leave_out(who(student), f"canvas_id {canvas_id} is not a number that Canvas gives.")
        return ()
    (sis, why), (login, _) = (_readable(key_of(student, *kinds)) for kinds in (SIS_USER, SIS_LOGIN))
    if not (canvas_id or sis or login):
        notes.leave_out(who(student), why)
        return ()
    key = keys.take(student)
    if not key:
        return ()
    if not canvas_id:
        notes.count("without a canvas_id in the roster: found by SIS id or login")
    name = csv_cell(student.sortable_name)
    return (name if POINTS_ROW not in name else key, canvas_id, sis, login, csv_cell(student.section))


def _key(student: Student) -> str:
    """Return the first of the keys that Canvas looks for, of those it can read."""
    return student.ids.get("canvas_id", "") or next(
        (key for kinds in (SIS_USER, SIS_LOGIN) if (key := _readable(key_of(student, *kinds))[0])), ""
    )


def _readable(key: str) -> tuple[str, str]:
    """Return the key, or "" and why, where Canvas would read another."""
    why = unsendable(key, "SIS id")
    if not why and as_read(key) != key:
        why = f"Canvas would read the SIS id {key} as {as_read(key) or 'nothing'}."
    return ("" if why else key), why


def as_read(cell: str) -> str:
    """Return what Canvas makes of any cell: in what looks like a number the last comma or point is the decimal
    point.
    """
    if not NUMBER_LIKE.fullmatch(cell):
        return cell
    parts = re.split("[,.]", cell)
    while parts and not parts[-1]:
        parts.pop()
    return ".".join(("".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def _is_id(text: str) -> bool:
    return bool(ID.fullmatch(text)) and int(text) <= LARGEST_ID


def _assignments(columns: Sequence[Column], notes: Notes) -> list[str]:
    refuse_shared(columns, (_named(column)[1] for column in columns), "assignment id in Canvas")
    made = unique_headings((column, _assignment(column)) for column in columns)
    new = [column.kata for column, heading in zip(columns, made, strict=True) if not TITLE_AND_ID.fullmatch(heading)]
    if new:
        notes.tell(
            f"{', '.join(new)}: no Canvas id in course.yaml; without an assignment of this title, Canvas makes one."
        )
    return made


def _assignment(column: Column) -> str:
    """Return the heading by which Canvas finds the assignment; the kata's id where the title would not get through."""
    named, number = _named(column)
    title = csv_cell(named or column.title)
    # A title that ends in a number in brackets would be taken for the id of an assignment.
    mistaken = not number and TITLE_AND_ID.fullmatch(title)
    safe = title if title and not RESERVED.search(title) and not mistaken and as_read(title) == title else column.kata
    return f"{safe} ({number})" if number else safe


def _wanted(column: Column) -> str:
    """Return the assignment's id; else what it is called."""
    named = _named(column)
    return named[1] or named[0]


def _named(column: Column) -> tuple[str, str]:
    """Title and id that course.yaml has: from 4123, from Week 1 (4123), or from a title alone."""
    known = lms_name(column, "canvas")
    split = TITLE_AND_ID.fullmatch(known)
    if split:
        return split[1], split[2]
    return ("", known) if ID.fullmatch(known) else (known, "")


def _is_gradebook(header: list[str]) -> bool:
    return header[:2] in (["Student", "ID"], ["LastName", "FirstName"]) and "ID" in header and "Section" in header


def _headings(sheet: Sheet) -> list[Heading]:
    """Return the assignments: what stands after Section and can be written. A points row says what is read only."""
    records = sheet.records()
    header = next(records).values
    first = header.index("Section") + 1
    points = next((record for record in records if POINTS_ROW in record.value(0)), Record((), ""))
    found = []
    for place, heading in enumerate(header):
        if place >= first and not RESERVED.search(heading) and not READ_ONLY.search(points.value(place)):
            split, most = TITLE_AND_ID.fullmatch(heading), points.value(place)
            names = (heading, split[1]) if split else (heading,)
            found.append(Heading(place, names, split[2] if split else "", most=most))
    return found


def _identities(record: Record, places: Mapping[str, int]) -> Sequence[RowIdentity]:
    if POINTS_ROW in record.value(0) or not any(record.value(places[name]) for name in SAYS_WHO if name in places):
        return ()
    name = " ".join(record.value(places[part]) for part in NAMES if part in places)
    cells = [RowIdentity(record.value(places[name]), kinds) for name, kinds in SAYS_WHO.items() if name in places]
    return [*cells, RowIdentity(name, (NAME,))]


PERSON = PersonKey("student id", ("canvas_id", "sis_user_id", "sis_login_id", "id"), own=_key)
FORMAT = ExportFormat(
    name="canvas",
    title="Canvas: the gradebook's CSV",
    holds=frozenset({Holds.EXCUSED}),
    table=export,
    fill=fill,
    person=lambda options: PERSON,
)
