"""Open edX's bulk grades (openedx/edx-bulk-grades, super-csv): a downloaded file of points, or of overrides, filled in.

edX knows a person by a number of its own, so there is nothing to send without such a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from grader.classroom.exports.columns import Heading, Notes, NothingToSend, matched
from grader.classroom.exports.filling import Filled, Filler, KnownPeople, RowIdentity, entries, put
from grader.classroom.exports.format import ExportFormat, Options
from grader.classroom.exports.sheet import Record, Sheet, read_sheet
from grader.classroom.exports.table import lms_name
from grader.classroom.scores.model import Column, ScoreTable
from grader.errors import UsageError

KEY, BLOCK, NEW, PREVIOUS = "user_id", "block_id", "New Points", "Previous Points"
OVERRIDE = "new_override-"
SHORT = 8
LONGEST_BLOCK = 120
LARGEST_POINTS, LARGEST_OVERRIDES = 4 * 1024 * 1024, 2 * 1024 * 1024
SAYS_WHO = {
    KEY: ("edx_user_id", "user_id"),
    "username": ("edx_username", "username"),
    "student_uid": ("student_uid", "id"),
    "student_key": ("student_key", "id"),
}


def fill(table: ScoreTable, options: Options, notes: Notes, template: bytes) -> Iterator[bytes]:
    """New Points of a problem, or new_override- of subsections, for the students and katas of the course.

    Raises UsageError when the file is neither. course.yaml names a kata's block under lms: {edx: …}.
    """
    sheet = _without_mark(read_sheet(template, _is_bulk, f"{KEY}, and {NEW} with {BLOCK} or {OVERRIDE}…"), notes)
    points = NEW in sheet.header.values
    pieces = _filled_points(sheet, table, options, notes) if points else _filled_overrides(sheet, table, options, notes)
    size = 0
    for piece in pieces:
        size += len(piece)
        yield piece
    if size > (LARGEST_POINTS if points else LARGEST_OVERRIDES):
        notes.tell("The file is larger than edX takes: send it in parts, each with the heading.")


def _filled_points(sheet: Sheet, table: ScoreTable, options: Options, notes: Notes) -> Iterator[bytes]:
    header = sheet.header.values
    blocks = {lms_name(column, "edx"): place for place, column in enumerate(table.columns) if lms_name(column, "edx")}
    if not blocks and len(table.columns) > 1:
        raise UsageError(
            "Which kata is this problem?",
            hint=f"Say so: --kata {table.columns[0].kata}, or lms: {{edx: …}} in course.yaml",
        )
    block, new = header.index(BLOCK), header.index(NEW)
    _must_match(sheet, block, blocks)

    def cells(record: Record, entry: Filled) -> Mapping[int, str]:
        place = blocks.get(record.value(block)) if blocks else 0
        if place is None:
            return {}
        return _in_range(record, new, entry.grades[place], table.columns[place].max, notes)

    filled = entries(table, FORMAT.holds, options, range(len(table.columns)))
    return _filler(sheet, filled, notes, cells)


def _must_match(sheet: Sheet, block: int, blocks: Mapping[str, int]) -> None:
    there = dict.fromkeys(record.value(block) for record in islice(sheet.records(), 1, None))
    if blocks and not any(known in blocks for known in there):
        named = ", ".join(known[:LONGEST_BLOCK] for known in islice(filter(None, there), 3)) or "none"
        raise NothingToSend(
            "No row of the template is about a block that course.yaml gives a kata.",
            hint=f"Its blocks: {named}. Say under a kata's lms: {{edx: …}} which is its own.",
        )


def _filled_overrides(sheet: Sheet, table: ScoreTable, options: Options, notes: Notes) -> Iterator[bytes]:
    found = matched(_headings(sheet, table.columns), table.columns, _wanted, notes)

    def cells(record: Record, entry: Filled) -> Mapping[int, str]:
        changed: dict[int, str] = {}
        for heading, grade in zip(found.values(), entry.grades, strict=True):
            changed |= _in_range(record, heading.place, grade, None, notes)
        return changed

    return _filler(sheet, entries(table, FORMAT.holds, options, list(found)), notes, cells)


def _wanted(column: Column) -> str:
    return lms_name(column, "edx")


def _headings(sheet: Sheet, columns: Sequence[Column]) -> list[Heading]:
    """Return the columns of overrides: each ends as its block's id begins, and the name- column of that end has its
    title.
    """
    records = sheet.records()
    header = next(records).values
    first = next(records, Record((), ""))
    known = {_short(lms): lms for column in columns if (lms := lms_name(column, "edx"))}
    made = []
    for place, heading in enumerate(header):
        if heading.startswith(OVERRIDE):
            short = heading.removeprefix(OVERRIDE)
            title = f"name-{short}"
            named = first.value(header.index(title)) if title in header else ""
            made.append(Heading(place, (named or heading, heading), known.get(short, short)))
    return made


def _short(block: str) -> str:
    """Return the part of a block's id that stands in a heading; of a whole usage key, its last part is the id."""
    return block.rpartition("@")[2][:SHORT]


def _filler(
    sheet: Sheet, filled: Iterable[Filled], notes: Notes, cells: Callable[[Record, Filled], Mapping[int, str]]
) -> Iterator[bytes]:
    header = sheet.header.values

    def identities(record: Record) -> Sequence[RowIdentity]:
        found = [RowIdentity(record.value(header.index(name)), SAYS_WHO[name]) for name in SAYS_WHO if name in header]
        return found if record.value(header.index(KEY)) else []

    people = KnownPeople(filled, (kind for kinds in SAYS_WHO.values() for kind in kinds))
    return Filler(sheet, people, identities, cells, notes).pieces()


def _is_bulk(header: list[str]) -> bool:
    points = all(name in header for name in (BLOCK, NEW, PREVIOUS))
    return KEY in header and (points or any(name.startswith(OVERRIDE) for name in header))


def _without_mark(sheet: Sheet, notes: Notes) -> Sheet:
    """edX takes the mark that spreadsheets put before UTF-8 for a part of the first heading."""
    if not sheet.bom:
        return sheet
    notes.tell("A byte order mark stood before the template, which edX cannot read: it is taken off.")
    return replace(sheet, bom=b"", encoding="utf-8")


def _in_range(record: Record, place: int, grade: str, most: int | None, notes: Notes) -> Mapping[int, str]:
    """edX refuses a row with points below zero or above the problem's."""
    if grade and (float(grade) < 0 or (most is not None and float(grade) > most)):
        notes.count("above the kata's points or below zero, which edX refuses: left as they were")
        return {}
    return put(record, place, grade)


FORMAT = ExportFormat(name="edx", title="Open edX: bulk points or overrides (needs --template)", fill=fill)
