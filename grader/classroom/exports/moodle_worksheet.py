"""Moodle's offline grading worksheet (mod/assign/feedback/offline/importgradeslib.php): one assignment, always filled.

Moodle numbers the participants of each assignment itself, so only a downloaded worksheet can be used. Rows it would
skip without a word are told here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.classroom.exports.columns import NAME, Notes
from grader.classroom.exports.filling import Filled, Filler, KnownPeople, RowIdentity, entries, put, put_comment
from grader.classroom.exports.format import ExportFormat, Options
from grader.classroom.exports.sheet import Record, read_sheet
from grader.classroom.exports.table import IN_WORDS
from grader.classroom.scores.model import ScoreTable
from grader.errors import UsageError

IDENTIFIER, GRADE, MODIFIED = "Identifier", "Grade", "Last modified (grade)"
FEEDBACK, LOCKED, MOST = "Feedback comments", "Grade can be changed", "Maximum grade"
PARTICIPANT = "Participant "
SAYS_WHO = {"Email address": ("email",), "ID number": ("idnumber", "id"), "Full name": (NAME,)}


def fill(table: ScoreTable, options: Options, notes: Notes, template: bytes) -> Iterator[bytes]:
    """The worksheet with grades, and feedback where it has the column and the cell is empty.

    Headings are in the site's language: course.yaml's settings identifier, grade, modified and feedback name them.
    Raises UsageError when more than one kata is asked for.
    """
    if len(table.columns) != 1:
        raise UsageError("A worksheet holds one assignment.", hint=f"Say which: --kata {table.columns[0].kata}")
    said = options.settings
    names = [said.get("identifier", IDENTIFIER), said.get("grade", GRADE), said.get("modified", MODIFIED)]
    sheet = read_sheet(template, lambda header: all(name in header for name in names), ", ".join(names))
    header = sheet.header.values
    identifier, grade = (header.index(name) for name in names[:2])
    feedback = said.get("feedback", FEEDBACK)
    comment = header.index(feedback) if feedback in header else None
    people = KnownPeople(
        entries(table, IN_WORDS if comment is not None and options.comments else frozenset(), options, [0]),
        ("participant", "email", "idnumber", "id", NAME),
    )

    def identities(record: Record) -> Sequence[RowIdentity]:
        number = record.value(identifier).rpartition(" ")[2]
        keys = [RowIdentity(record.value(header.index(name)), SAYS_WHO[name]) for name in SAYS_WHO if name in header]
        return [] if record.is_blank else [RowIdentity(number, ("participant",)), *keys]

    def cells(record: Record, entry: Filled) -> Mapping[int, str]:
        if LOCKED in header and record.value(header.index(LOCKED)).casefold() == "no":
            notes.count("locked in Moodle, which skips them: left as they were")
            return {}
        _note_skipped(entry.grades[0], record.value(header.index(MOST)) if MOST in header else "", notes)
        return put(record, grade, entry.grades[0]) | put_comment(record, comment, entry.comments[0], notes)

    return Filler(sheet, people, identities, cells, notes).pieces()


def _note_skipped(grade: str, most: str, notes: Notes) -> None:
    try:
        if grade and not 0 <= float(grade) <= float(most.replace(",", ".") or "inf"):
            notes.count("above the worksheet's maximum or below zero: Moodle skips them")
    except ValueError:
        notes.tell("The worksheet's assignment is graded on a scale, not in points: Moodle takes no points for it.")


FORMAT = ExportFormat(
    name="moodle-worksheet",
    title="Moodle: an assignment's grading worksheet (needs --template)",
    holds=IN_WORDS,
    in_words=IN_WORDS,
    fill=fill,
)
