"""Finding a downloaded file's people among the course's, and filling in what is theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.classroom.exports.columns import NAME, Heading, Notes, NothingToSend, folded, losses
from grader.classroom.exports.format import Holds, Missing, Options
from grader.classroom.exports.sheet import Record, Sheet
from grader.classroom.exports.table import IN_WORDS, comment_text, grade_text, key_of, who
from grader.classroom.scores.model import ScoreTable, Student

LONGEST_KEY = 80
NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class RowIdentity:
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


class KnownPeople:
    """The course's students by every key the file knows them by."""

    def __init__(self, entries: Iterable[Filled], kinds: Iterable[str]) -> None:
        self._found: dict[tuple[str, str], list[Filled]] = {}
        self._seen: set[str] = set()
        self.kinds = kinds = tuple(dict.fromkeys(kinds))
        self.by_name = NAME in kinds
        self.scored = False
        self._all: list[Student] = []
        for entry in entries:
            self._all.append(entry.student)
            for key in {key for kind in kinds for key in _keys(entry.student, kind)}:
                self._found.setdefault(key, []).append(entry)

    def of(self, identities: Sequence[RowIdentity], notes: Notes) -> Filled | None:
        """Whose row this is; None for nobody, and for one of whom it cannot be said, which is noted."""
        for place, identity in enumerate(identities):
            for kind in identity.kinds:
                found = self._found.get((kind, folded(identity.value, kind)), []) if identity.value else []
                fits = [entry for entry in found if not _contradicted(entry.student, identities[: place + 1])]
                if len(fits) == 1:
                    self._tell(fits[0], notes)
                    return fits[0]
                if fits:
                    self._leave_out(fits, identity.value, notes)
                    return None
        return None

    def knows(self, kind: str, value: str) -> bool:
        """Return whether somebody of the roster has this key."""
        return (kind, folded(value, kind)) in self._found

    @property
    def seen(self) -> int:
        """How many of the course were in a row."""
        return len(self._seen)

    @property
    def unseen(self) -> Iterator[Student]:
        """Those of the course who were in no row."""
        return (student for student in self._all if student.id not in self._seen)

    def _leave_out(self, several: Iterable[Filled], value: str, notes: Notes) -> None:
        for entry in several:
            why = f"More than one of the roster is meant by the template's {value[:LONGEST_KEY]}."
            notes.leave_out(who(entry.student), why)

    def _tell(self, entry: Filled, notes: Notes) -> None:
        if entry.student.id not in self._seen:
            self._seen.add(entry.student.id)
            notes.rows += 1
            notes.counted.update(entry.lost)
            self.scored = self.scored or any(entry.grades)


def entries(
    table: ScoreTable, holds: frozenset[Holds], options: Options, places: Sequence[int], *, excused: str = ""
) -> Iterator[Filled]:
    """Yield what each student's row would be filled with, for the columns at these places; rows stream.

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
    people: KnownPeople
    identify: Callable[[Record], Sequence[RowIdentity]]
    cells: Callable[[Record, Filled], Mapping[int, str]]
    notes: Notes

    def pieces(self) -> Iterator[bytes]:
        """Yield the file's bytes; who was in no row, and rows that are nobody's, are noted at the end."""
        names = self._names()
        unknown = changed = 0

        def changes(record: Record) -> Mapping[int, str]:
            nonlocal unknown, changed
            identities = [one for one in self.identify(record) if not _shared(one, names)]
            if not identities:
                return {}
            entry = self.people.of(identities, self.notes)
            unknown += entry is None
            cells = self.cells(record, entry) if entry else {}
            changed += len(cells)
            return cells

        yield from self.sheet.filled(changes)
        if unknown:
            self.notes.tell(f"Rows of the template that are nobody's of the roster, left as they were: {unknown}.")
        for student in self.people.unseen:
            self.notes.leave_out(who(student), "in no row of the template.")
        if not changed:
            raise self._nothing()

    def _nothing(self) -> NothingToSend:
        """Return why no cell was changed."""
        if not self.people.seen:
            headings = ", ".join(kind for kind in self.people.kinds if kind != NAME)
            return NothingToSend(
                "No row of the template is about somebody of the roster.",
                hint=f"The roster tells who its rows are about under one of the headings {headings}.",
            )
        if not self.people.scored:
            return NothingToSend("Nobody in the template has a score to fill in yet.", hint="See: grade class status")
        return NothingToSend(
            "No cell of the template was to be changed: it says the same already, or may not be written.",
            hint="There is nothing to upload. If a score is missing, see what is told above.",
        )

    def _names(self) -> Counter[str]:
        told: Counter[str] = Counter()
        for record in self.sheet.records() if self.people.by_name else ():
            told.update(folded(one.value, NAME) for one in self.identify(record) if NAME in one.kinds)
        return told


def commented(headings: Iterable[Heading], options: Options) -> frozenset[Holds]:
    """Return what a file holds whose only room beside points is for words: everything, where each column has such a
    place.
    """
    has_room = options.comments and all(heading.comment is not None for heading in headings)
    return IN_WORDS if has_room else frozenset()


def put(record: Record, place: int, value: str) -> dict[int, str]:
    """Return the one change that makes this cell say the value; none where it does already, or there is nothing to
    say.
    """
    if not value:
        return {}
    before = record.value(place)
    same = before == value or (before and _number(before) == _number(value) != "")
    return {} if same else {place: value}


def put_comment(record: Record, place: int | None, value: str, notes: Notes) -> dict[int, str]:
    """Return the comment, where there is a cell for one; where somebody has written in it, that stays, and is noted."""
    if place is None or not value or record.value(place) == value:
        return {}
    if record.value(place):
        notes.count("with other words in the cell for comments: those stay, and ours are not in it")
        return {}
    return {place: value}


def _shared(identity: RowIdentity, names: Counter[str]) -> bool:
    """Return whether several rows have this name: then it tells nobody apart."""
    return identity.kinds == (NAME,) and names[folded(identity.value, NAME)] > 1


def _contradicted(student: Student, told: Iterable[RowIdentity]) -> bool:
    """Return whether the roster knows another key of theirs than one of these cells of the row."""
    for identity in told:
        own = key_of(student, identity.kinds[0]) if identity.kinds[0] != NAME else ""
        if own and identity.value and folded(own, identity.kinds[0]) != folded(identity.value, identity.kinds[0]):
            return True
    return False


def _keys(student: Student, kind: str) -> Iterator[tuple[str, str]]:
    if kind == NAME:
        names = (student.name, student.sortable_name, f"{student.last_name} {student.first_name}")
        yield from ((NAME, folded(name, NAME)) for name in names if student.first_name or student.last_name)
    elif key := key_of(student, kind):
        yield kind, folded(key, kind)


def _number(text: str) -> str:
    """Return the number at two decimals; "" for what is none."""
    return f"{float(text.replace(',', '.')):.2f}" if NUMBER.fullmatch(text) else ""
