"""Finding a downloaded file's columns and people among the course's, and filling in what is theirs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.errors import UsageError
from grader.exports.format import Holds, Missing, Options
from grader.exports.notes import Notes, losses
from grader.exports.sheet import Record, Sheet
from grader.exports.table import IN_WORDS, comment_text, grade_text, key_of
from grader.scores import Column, ScoreTable, Student

NAME = "name"
NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the file that may be a kata's: what it may be called, and the platform's own id of it.

    `comment` is the place of the column for words beside it.
    """

    place: int
    names: tuple[str, ...]
    id: str = ""
    comment: int | None = None

    def is_called(self, names: Iterable[str]) -> bool:
        """Is one of these a name of it, but for case and spaces?"""
        return not {_folded(name, NAME) for name in self.names}.isdisjoint(_folded(name, NAME) for name in names)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a row says of who it is about: `kinds` are the roster's headings to compare it with, the surest first."""

    value: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """What one student's row is filled with, in the order of the columns."""

    student: Student
    grades: tuple[str, ...]
    comments: tuple[str, ...]
    lost: tuple[str, ...]


class People:
    """The course's students by every key the file knows them by."""

    def __init__(self, entries: Iterable[Filled], kinds: Iterable[str]) -> None:
        self._found: dict[tuple[str, str], list[Filled]] = {}
        self._seen: set[str] = set()
        kinds = tuple(dict.fromkeys(kinds))
        self.by_name = NAME in kinds
        self.count = 0
        for entry in entries:
            self.count += 1
            for key in {key for kind in kinds for key in _keys(entry.student, kind)}:
                self._found.setdefault(key, []).append(entry)

    def of(self, identities: Sequence[Identity], notes: Notes) -> Filled | None:
        """Whose row this is; None for nobody, and for one of whom it cannot be said, which is noted."""
        for place, identity in enumerate(identities):
            for kind in identity.kinds:
                found = self._found.get((kind, _folded(identity.value, kind)), []) if identity.value else []
                fits = [entry for entry in found if not _contradicted(entry.student, identities[: place + 1])]
                if len(fits) == 1:
                    self._tell(fits[0], notes)
                    return fits[0]
                if fits:
                    notes.leave_out(identity.value, "more than one of the roster is meant.")
                    return None
        return None

    @property
    def unseen(self) -> int:
        """How many of the course were in no row."""
        return self.count - len(self._seen)

    def _tell(self, entry: Filled, notes: Notes) -> None:
        if entry.student.id not in self._seen:
            self._seen.add(entry.student.id)
            notes.rows += 1
            notes.counted.update(entry.lost)


def matched(
    headings: Sequence[Heading], columns: Sequence[Column], wanted: Callable[[Column], str], notes: Notes
) -> dict[int, Heading]:
    """Which heading is which column's, by the column's place in the course; those without one are noted.

    `wanted` is the id or name that course.yaml has for a column, or "". Raises UsageError when no heading is a kata's.
    """
    found: dict[int, Heading] = {}
    for place, column in enumerate(columns):
        fits = _fitting(headings, column, wanted(column))
        if len(fits) == 1:
            found[place] = fits[0]
        else:
            several = ", ".join(repr(heading.names[0][:60]) for heading in fits)
            notes.tell(
                f"{column.kata} {f'could be {several}' if fits else 'has no column in the template'}: not filled."
            )
    _refuse_shared(found, columns)
    if not found:
        names = ", ".join(repr(heading.names[0][:60]) for heading in headings[:8]) or "none"
        raise UsageError(
            "No column of the template is one of the course's katas.",
            hint=f"Its columns: {names}. Say under a kata's lms: in course.yaml what it is called there.",
        )
    return found


def entries(
    table: ScoreTable, holds: frozenset[Holds], options: Options, places: Sequence[int], *, excused: str = ""
) -> Iterator[Filled]:
    """What each student's row would be filled with, for the columns at these places; rows stream.

    `holds` is what the file has a place for, and `excused` how it says that one.
    """
    zero = options.missing is Missing.ZERO
    nothing = ("",) * len(places)
    for row in table.rows():
        scores = [row.scores[place] for place in places]
        grades = tuple(grade_text(score, zero=zero, excused=excused) for score in scores)
        comments = tuple(comment_text(score) for score in scores) if Holds.COMMENT in holds else nothing
        yield Filled(row.student, grades, comments, tuple(losses(scores, holds)))


@dataclass(slots=True)
class Filler:
    """Fills a sheet's rows: `identify` says who a row is about (nothing: no student's), `cells` what it says now."""

    sheet: Sheet
    people: People
    identify: Callable[[Record], Sequence[Identity]]
    cells: Callable[[Record, Filled], Mapping[int, str]]
    notes: Notes

    def pieces(self) -> Iterator[bytes]:
        """The file's bytes; who was in no row, and rows that are nobody's, are noted at the end."""
        names = self._names()
        unknown = 0

        def changes(record: Record) -> Mapping[int, str]:
            nonlocal unknown
            identities = [one for one in self.identify(record) if not _shared(one, names)]
            if not identities:
                return {}
            entry = self.people.of(identities, self.notes)
            unknown += entry is None
            return self.cells(record, entry) if entry else {}

        yield from self.sheet.filled(changes)
        if unknown:
            self.notes.tell(f"Rows of the template that are nobody's of the roster, left as they were: {unknown}.")
        if self.people.unseen:
            self.notes.tell(f"Students of the course who are in no row of the template: {self.people.unseen}.")

    def _names(self) -> Counter[str]:
        told: Counter[str] = Counter()
        for record in self.sheet.records() if self.people.by_name else ():
            told.update(_folded(one.value, NAME) for one in self.identify(record) if NAME in one.kinds)
        return told


def commented(headings: Iterable[Heading], options: Options) -> frozenset[Holds]:
    """What a file holds whose only room beside points is for words: everything, where each column has such a place."""
    has_room = options.comments and all(heading.comment is not None for heading in headings)
    return IN_WORDS if has_room else frozenset()


def put(record: Record, place: int, value: str) -> dict[int, str]:
    """The one change that makes this cell say the value; none where it does already, or there is nothing to say."""
    if not value:
        return {}
    before = record.value(place)
    same = before == value or (before and _number(before) == _number(value) != "")
    return {} if same else {place: value}


def put_comment(record: Record, place: int | None, value: str) -> dict[int, str]:
    """The comment, where there is a cell for one and nobody has written in it."""
    return {place: value} if place is not None and value and not record.value(place) else {}


def _fitting(headings: Sequence[Heading], column: Column, wanted: str) -> list[Heading]:
    if wanted:
        by_id = [heading for heading in headings if heading.id == wanted]
        return by_id or [heading for heading in headings if heading.is_called([wanted])]
    forms = {column.title, column.kata, *(f"{column.kata}{sign} {column.title}" for sign in ("", ":", " -"))}
    exact = [heading for heading in headings if heading.is_called(forms)]
    word = re.compile(rf"(?<!\w){re.escape(column.kata)}(?!\w)", re.IGNORECASE)
    return exact or [heading for heading in headings if word.search(heading.names[0])]


def _refuse_shared(found: Mapping[int, Heading], columns: Sequence[Column]) -> None:
    owners: dict[int, str] = {}
    for place, heading in found.items():
        other = owners.setdefault(heading.place, columns[place].kata)
        if other != columns[place].kata:
            raise UsageError(
                f"{other} and {columns[place].kata} are both the template's column {heading.names[0][:60]!r}.",
                hint="Say in course.yaml which is which, under the katas' lms.",
            )


def _shared(identity: Identity, names: Counter[str]) -> bool:
    """Is this a name that several rows have? Then it tells nobody apart."""
    return identity.kinds == (NAME,) and names[_folded(identity.value, NAME)] > 1


def _contradicted(student: Student, told: Iterable[Identity]) -> bool:
    """Does the roster say another key of theirs than one of these cells of the row does?"""
    for identity in told:
        own = key_of(student, identity.kinds[0]) if identity.kinds[0] != NAME else ""
        if own and identity.value and _folded(own, identity.kinds[0]) != _folded(identity.value, identity.kinds[0]):
            return True
    return False


def _keys(student: Student, kind: str) -> Iterator[tuple[str, str]]:
    if kind == NAME:
        names = (student.name, student.sortable_name, f"{student.last_name} {student.first_name}")
        yield from ((NAME, _folded(name, NAME)) for name in names if student.first_name or student.last_name)
    elif key := key_of(student, kind):
        yield kind, _folded(key, kind)


def _folded(value: str, kind: str) -> str:
    """As two such values are compared: ids exactly, names and addresses without case."""
    if kind not in (NAME, "email"):
        return value
    return " ".join(unicodedata.normalize("NFC", value).casefold().split())


def _number(text: str) -> str:
    """The number at two decimals; "" for what is none."""
    return f"{float(text.replace(',', '.')):.2f}" if NUMBER.fullmatch(text) else ""
