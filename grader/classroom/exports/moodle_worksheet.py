"""Moodle's offline grading worksheet (mod/assign/feedback/offline/importgradeslib.php): one assignment, always filled.

Moodle numbers the participants of each assignment itself, so only a downloaded worksheet can be used. Its headings are
in the site's language: where they are not English, columns are told by their place and by what stands in them. Rows
that Moodle would skip without a word are told here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from grader.classroom.exports.columns import NAME, Notes, NothingToSend
from grader.classroom.exports.filling import Filled, Filler, KnownPeople, RowIdentity, entries, put, put_comment
from grader.classroom.exports.format import ExportFormat, Options
from grader.classroom.exports.sheet import Record, Sheet, read_sheet
from grader.classroom.exports.table import IN_WORDS
from grader.classroom.scores.model import ScoreTable
from grader.errors import UsageError

IDENTIFIER, GRADE, MODIFIED = "Identifier", "Grade", "Last modified (grade)"
FEEDBACK, LOCKED, MOST = "Feedback comments", "Grade can be changed", "Maximum grade"
EMAIL, ID_NUMBER, FULL_NAME = "Email address", "ID number", "Full name"
KINDS = ("participant", "email", "idnumber", "id", NAME)
PARTICIPANT = re.compile(r"(?P<word>.*\D)\s*(?P<number>\d+)")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
POINTS = re.compile(r"-?\d+([.,]\d+)?|-|")
MOST_POINTS = re.compile(r"\d+([.,]\d+)?")
# A moment in any language has a year, and hours with minutes; what has not come yet is a dash.
MOMENT = re.compile(r"(?=.*\b\d{4})(?=.*\d{1,2}[:.h時时]\s?\d{2}).*|-", re.DOTALL)
# "No", in lower case, as Moodle says it where it may not be changed.
NO = frozenset(
    ("no", "nein", "non", "nee", "nej", "nei", "nie", "não", "ne", "nu", "hayır", "нет", "ні", "не", "ei", "nem")
)
NO |= {"όχι", "ez", "いいえ", "否", "아니오", "아니요", "không", "tidak", "لا", "לא"}
LEAST_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class WorksheetColumns:
    """Where in the worksheet everything stands; None for what it does not have, or what was not recognised."""

    identifier: int
    grade: int
    most: int | None = None
    locked: int | None = None
    feedback: int | None = None
    email: int | None = None
    id_number: int | None = None
    name: int | None = None


def fill(table: ScoreTable, options: Options, notes: Notes, template: bytes) -> Iterator[bytes]:
    """Yield the worksheet with grades, and feedback where it has the column and the cell is empty.

    Its columns may be named in course.yaml's settings identifier, grade, modified and feedback. Raises UsageError when
    more than one kata is asked for, and NothingToSend when the columns cannot be told.
    """
    if len(table.columns) != 1:
        raise UsageError("A worksheet holds one assignment.", hint=f"Say which: --kata {table.columns[0].kata}")
    sheet = read_sheet(template, lambda header: len(header) >= LEAST_COLUMNS, "the columns of a grading worksheet")
    found = columns_of(sheet, options.settings)
    words = found.feedback is not None and options.comments
    people = KnownPeople(entries(table, IN_WORDS if words else frozenset(), options, [0]), KINDS)
    if found.id_number is None:
        found = _with_ids(found, sheet, people)

    def cells(record: Record, entry: Filled) -> Mapping[int, str]:
        if found.locked is not None and record.value(found.locked).casefold() in NO:
            notes.count("locked in Moodle, which skips them: left as they were")
            return {}
        _note_skipped(entry.grades[0], "" if found.most is None else record.value(found.most), notes)
        comment = put_comment(record, found.feedback, entry.comments[0], notes)
        return put(record, found.grade, entry.grades[0]) | comment

    return Filler(sheet, people, lambda record: _identities(record, found), cells, notes).pieces()


def columns_of(sheet: Sheet, said: Mapping[str, str]) -> WorksheetColumns:
    """Return where everything stands: by the headings that course.yaml or Moodle in English has, else by place and
    content.

    Raises NothingToSend when it cannot be told which column holds the participants, or the grades.
    """
    header = sheet.header.values
    names = [said.get("identifier", IDENTIFIER), said.get("grade", GRADE), said.get("modified", MODIFIED)]
    content = _Content(sheet)
    known = {name: header.index(name) for name in header}
    english = all(name in known for name in names)
    identifier = known.get(names[0], content.identifier)
    most = known.get(MOST) if english else known.get(MOST, content.most)
    grade = known.get(names[1], None if most is None else most - 1)
    if identifier is None or grade is None:
        what = " and ".join(
            name for name, place in (("the participants", identifier), ("the grades", grade)) if place is None
        )
        raise NothingToSend(
            f"It cannot be told which column of the worksheet holds {what}.",
            hint=f"Its columns: {', '.join(header)[:300]}. Name them in course.yaml, under lms: moodle-worksheet: "
            "identifier: and grade:",
        )
    feedback = known.get(said.get("feedback", FEEDBACK))
    if english:
        return WorksheetColumns(
            identifier, grade, most, known.get(LOCKED), feedback, *(known.get(name) for name in WHO)
        )
    return WorksheetColumns(
        identifier,
        grade,
        most,
        known.get(LOCKED, content.locked(grade)),
        content.feedback(grade) if feedback is None else feedback,
        known.get(EMAIL, content.email),
        known.get(ID_NUMBER),
        known.get(FULL_NAME, identifier + 1),
    )


WHO = (EMAIL, ID_NUMBER, FULL_NAME)


class _Content:
    """The columns of a worksheet in any language, by what stands in them."""

    def __init__(self, sheet: Sheet) -> None:
        width = len(sheet.header.cells)
        rows = [record for record in islice(sheet.records(), 1, None) if not record.is_blank]
        self._columns = [[record.value(place) for record in rows] for place in range(width)]

    @property
    def identifier(self) -> int | None:
        """The first column, if one word and a number that is nobody else's stand in each of its cells."""
        first = self._columns[0] if self._columns else []
        found = [PARTICIPANT.fullmatch(cell) for cell in first]
        words = {one["word"].strip() for one in found if one}
        numbers = {one["number"] for one in found if one}
        return 0 if first and all(found) and len(words) == 1 and len(numbers) == len(first) else None

    @property
    def most(self) -> int | None:
        """The first column that says the same number in every row, beside one of points."""
        return next((place for place in range(2, len(self._columns)) if self._is_most(place)), None)

    @property
    def email(self) -> int | None:
        """The column of addresses."""
        return self._first(0, lambda cell: bool(ADDRESS.fullmatch(cell)))

    def locked(self, grade: int) -> int | None:
        """Return the first column after the grade that says no somewhere, and at most one other word."""
        for place in range(grade + 1, len(self._columns)):
            words = {cell.casefold() for cell in self._columns[place] if cell}
            if words & NO and len(words) <= 2:
                return place
        return None

    def feedback(self, grade: int) -> int | None:
        """Return the column after the last one of moments, which is when the grade was changed."""
        moments = [place for place in range(grade + 1, len(self._columns)) if self._are(place, MOMENT.fullmatch)]
        return moments[-1] + 1 if moments and moments[-1] + 1 < len(self._columns) else None

    def cells(self, place: int) -> Sequence[str]:
        """Return what stands in the column."""
        return self._columns[place]

    def _is_most(self, place: int) -> bool:
        cells, before = set(self._columns[place]), self._columns[place - 1]
        same = len(cells) == 1 and all(MOST_POINTS.fullmatch(cell) for cell in cells)
        return same and all(POINTS.fullmatch(cell) for cell in before)

    def _first(self, start: int, fits: Callable[[str], object]) -> int | None:
        return next((place for place in range(start, len(self._columns)) if self._are(place, fits)), None)

    def _are(self, place: int, fits: Callable[[str], object]) -> bool:
        cells = [cell for cell in self._columns[place] if cell]
        return bool(cells) and all(fits(cell) for cell in cells)


def _with_ids(found: WorksheetColumns, sheet: Sheet, people: KnownPeople) -> WorksheetColumns:
    """Also the column before the grade in which most cells are ids of the roster's people, if there is one."""
    content = _Content(sheet)
    for place in range(found.identifier + 1, found.grade):
        cells = [cell for cell in content.cells(place) if cell]
        fits = sum(people.knows("idnumber", cell) or people.knows("id", cell) for cell in cells)
        if place != found.email and fits * 2 > len(cells):
            return replace(found, id_number=place)
    return found


def _identities(record: Record, found: WorksheetColumns) -> Sequence[RowIdentity]:
    if record.is_blank:
        return []
    participant = PARTICIPANT.fullmatch(record.value(found.identifier))
    number = participant["number"] if participant else record.value(found.identifier)
    keys = ((found.email, ("email",)), (found.id_number, ("idnumber", "id")), (found.name, (NAME,)))
    others = [RowIdentity(record.value(place), kinds) for place, kinds in keys if place is not None]
    return [RowIdentity(number, ("participant",)), *others]


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
