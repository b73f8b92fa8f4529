"""A file's columns: headings, the keys a platform knows students by, and what an export could not hold."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from grader.classroom.exports.table import Holds, PersonKey, has_file, who
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, Standing, Student, protections_text
from grader.errors import ExitCode, GraderError, UsageError
from grader.text import count_of, identity_key, one_line

NAME = "name"


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the file that may be a kata's: what it may be called, and the platform's own id of it.

    `comment` is the place of the column for words beside it; `most` is what the file says its points are out of.
    """

    place: int
    names: tuple[str, ...]
    id: str = ""
    comment: int | None = None
    most: str = ""

    def is_called(self, names: Iterable[str]) -> bool:
        """Return whether one of these is a name of it, but for case and spaces."""
        return not {folded(name, NAME) for name in self.names}.isdisjoint(folded(name, NAME) for name in names)


def matched(
    headings: Sequence[Heading], columns: Sequence[Column], wanted: Callable[[Column], str], notes: Notes
) -> dict[int, Heading]:
    """Return which heading is which column's, by the column's place in the course; those without one are noted.

    `wanted` is the id or name that course.yaml has for a column, or "". Raises UsageError when no heading is a kata's.
    """
    found: dict[int, Heading] = {}
    for place, column in enumerate(columns):
        fits = _fitting(headings, column, wanted(column))
        if len(fits) == 1:
            found[place] = fits[0]
            _tell_most(fits[0], column, notes)
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


def _tell_most(heading: Heading, column: Column, notes: Notes) -> None:
    """Points are sent as they are: where the file counts out of something else, they mean something else there."""
    try:
        most = Decimal(heading.most.replace(",", "."))
    except InvalidOperation:
        return
    if most != column.max:
        there = f"{heading.names[0][:60]!r} out of {most.normalize():f} there"
        notes.tell(f"{column.kata} is out of {column.max}, and {there}: points are sent as they are.")


def folded(value: str, kind: str) -> str:
    """As two such values are compared: ids exactly, names and addresses without case."""
    if kind not in (NAME, "email"):
        return value
    return " ".join(unicodedata.normalize("NFC", value).casefold().split())


# PHP's and other readers take such a backslash for an escape, and swallow the rows that follow.
ESCAPES = re.compile(r'\\(?="|$)')


class Keys:
    """The keys of one export, each of a person of their own."""

    def __init__(self, notes: Notes, person: PersonKey) -> None:
        self._notes = notes
        self._person = person

    def take(self, student: Student) -> str:
        """Return the key, unchanged; "" when the student has to be left out, which is then noted."""
        key, what = self._person.of(student), self._person.called
        why = unsendable(key, what) if key else f"The roster has no {what} of theirs."
        if why:
            self._notes.leave_out(who(student), why)
            return ""
        return key


def apart(table: ScoreTable, person: PersonKey, notes: Notes) -> ScoreTable:
    """Yield the same table without those who have one key with somebody else: none of them is sent, and all are
    noted.
    """

    def rows() -> Iterable[ScoreRow]:
        owners = Counter(key for row in table.rows() if (key := person.compared(row.student)))
        for row in table.rows():
            if owners[person.compared(row.student)] > 1:
                why = f"The {person.called} {person.of(row.student)} stands more than once in the roster."
                notes.leave_out(who(row.student), why)
            else:
                yield row

    return replace(table, rows=rows)


def unsendable(key: str, what: str) -> str:
    """Return why this key cannot be sent as it is; "" when it can."""
    try:
        identity_key(key, what=what)
    except GraderError as error:
        return error.message
    return f"The {what} {key} has a backslash that readers take for an escape." if ESCAPES.search(key) else ""


SHOWN = 10
# So many are named of those whom one reason leaves out.
SHOWN_OF_EACH = 3
NO_FILE = {
    Standing.WAITING: "waiting to be graded: no file",
    Standing.NOT_STARTED: "handed in as the stub itself: no file",
    Standing.MISSING: "missing: no file",
    Standing.EXCUSED: "excused: no file",
    Standing.OVERRIDDEN: "given points by an override without an attempt: no file",
}


@dataclass(slots=True)
class Notes:
    """Fills while an export streams; read `sentences` after its last piece. `rows` counts the students written."""

    counted: Counter[str] = field(default_factory=Counter)
    left_out: dict[str, str] = field(default_factory=dict)
    told: dict[str, None] = field(default_factory=dict)
    rows: int = 0
    refused: int = 0

    def count(self, what: str, number: int = 1) -> None:
        """One more of these; `what` goes on after the number: "late, sent without their lateness"."""
        self.counted[what] += number

    def leave_out(self, who: str, why: str) -> None:
        """This student or row is not in the export, and why."""
        self.refused += 1
        self.left_out.setdefault(who, why)

    def tell(self, sentence: str) -> None:
        """A whole sentence, told once."""
        self.told.setdefault(sentence)

    def sentences(self, shown: int = SHOWN) -> tuple[str, ...]:
        """Everything to tell, one line each; of those left out the first `shown`, and how many more there are."""
        lost = [f"{number} {what}" for what, number in sorted(self.counted.items())]
        return (*map(one_line, self.told), *lost, *self._left_out(shown))

    def _left_out(self, shown: int) -> Iterator[str]:
        by_reason: dict[str, list[str]] = {}
        for left_out, why in self.left_out.items():
            by_reason.setdefault(why, []).append(left_out[:80])
        alone: list[str] = []
        for why, people in by_reason.items():
            if len(people) > shown:
                named = ", ".join(people[:SHOWN_OF_EACH])
                many = count_of(len(people), "student")
                yield f"left out: {many}: {one_line(why)}: {one_line(named)} and others (all: -v)"
            else:
                alone += [one_line(f"{who}: {why}") for who in people]
        yield from (f"left out: {said}" for said in alone[:shown])
        if len(alone) > shown:
            yield f"left out: {len(alone) - shown} more (all: -v)"


class NothingToSend(GraderError):
    """There would be nobody in the file, or nothing new: it is not written."""

    code = ExitCode.REJECTED


def somebody(notes: Notes, person: PersonKey) -> None:
    """Raises NothingToSend when nobody was written, with the reason of most and the key that would help."""
    if notes.rows:
        return
    if not notes.left_out:
        raise NothingToSend("The roster holds nobody: there is nothing to send.", hint="Write people into the roster.")
    (why, number), *_ = Counter(notes.left_out.values()).most_common(1)
    count = count_of(len(notes.left_out), "student was", "students were")
    whom = "" if number == len(notes.left_out) else f", {number} of them so"
    headings = " or ".join(dict.fromkeys(person.kinds))
    raise NothingToSend(
        f"Nobody would be in the file: {count} left out{whom}: {why}",
        hint=f"The roster tells people's {person.called} under the heading {headings}. {person.hint}".strip(),
    )


def watched(table: ScoreTable, holds: frozenset[Holds], notes: Notes, *, files: bool = False) -> ScoreTable:
    """Yield the same table; the first reading of its rows counts whoever is not left out, and what of theirs is lost.

    With `files`, the format has a file for each attempt, and nothing for whoever has none.
    """
    first = [True]

    def rows() -> Iterable[ScoreRow]:
        count, first[0] = first[0], False
        for row in table.rows():
            refused = notes.refused
            yield row
            # The next row is asked for when this one is written, or left out.
            if count and notes.refused == refused:
                notes.rows += 1
                notes.counted.update(losses(row.scores, holds, files=files))

    return replace(table, rows=rows)


def losses(scores: Iterable[Score], holds: frozenset[Holds], *, files: bool = False) -> Iterator[str]:
    """Yield what of these scores the format has no place for, once for each."""
    for score in scores:
        if files and not has_file(score):
            if score.standing in NO_FILE:
                yield NO_FILE[score.standing]
            continue
        if score.standing is not Standing.SCORED:
            yield from _of_standing(score.standing, holds)
        if score.late_s and Holds.LATE not in holds:
            yield "late: sent without their lateness"
        if Holds.LEVEL not in holds and protections_text(score):
            yield "graded below strong protections: sent without saying so"


def _of_standing(standing: Standing, holds: frozenset[Holds]) -> Iterator[str]:
    if standing is Standing.WAITING:
        yield "waiting to be graded: sent as blank"
    if standing is Standing.NOT_STARTED and Holds.MISSING not in holds:
        yield "handed in as the stub itself: sent as if nothing had been"
    if standing is Standing.MISSING and Holds.MISSING not in holds:
        yield "missing: sent without saying that nothing was handed in"
    if standing is Standing.EXCUSED and Holds.EXCUSED not in holds:
        yield "excused: sent as blank"


def note_range(score: Score, notes: Notes, effect: str) -> None:
    """Count points that are above the kata's or below zero, which an override may be; `effect` is what then happens."""
    if score.points is not None and not 0 <= score.points <= score.max:
        notes.count(f"above the kata's points or below zero: {effect}")
