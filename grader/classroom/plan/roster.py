"""The roster: the people in the course, found by whatever a platform calls them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grader.classroom.scores.model import Student
from grader.curriculum.yaml_file import near, told
from grader.errors import UsageError

ID, EMAIL, NAME = "id", "email", "name"
LONGEST_TEXT = 200
MOST_TOLD = 12
_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class RosterMatch:
    """Everybody of the roster whom a key fits: one, nobody, or several."""

    students: tuple[Student, ...] = ()

    @property
    def student(self) -> Student | None:
        """The one whom it fits; None for nobody, and for several."""
        return self.students[0] if len(self.students) == 1 else None

    @property
    def ambiguous(self) -> bool:
        """Does it fit more than one?"""
        return len(self.students) > 1


@dataclass(frozen=True, slots=True)
class Roster:
    """The students in the roster's order; `groups` holds the ids of each group's members.

    `aliases` are ids by what a platform calls somebody, as an instructor says it.
    """

    students: tuple[Student, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    by_id: Mapping[str, Student] = field(init=False, repr=False, compare=False)
    groups: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _index: Mapping[tuple[str, str], tuple[Student, ...]] = field(init=False, repr=False, compare=False)
    _folds: Mapping[tuple[str, str], tuple[Student, ...]] = field(init=False, repr=False, compare=False)

    _aliased: Mapping[str, Student] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the students once: a class of thousands is matched file by file."""
        groups: dict[str, list[str]] = {}
        index: dict[tuple[str, str], list[Student]] = {}
        folds: dict[tuple[str, str], list[Student]] = {}
        aliased: dict[str, Student] = {}
        called: dict[str, list[str]] = {}
        for alias, whose in self.aliases.items():
            called.setdefault(whose, []).append(alias)
        for student in self.students:
            if student.group:
                groups.setdefault(student.group, []).append(student.id)
            for key in dict.fromkeys(_keys(student)):
                index.setdefault(key, []).append(student)
            for kind, value in ((ID, student.id), *student.ids.items()):
                folds.setdefault((kind, folded(value)), []).append(student)
            for name in called.get(student.id, ()):
                aliased[folded(name)] = aliased[_squeezed(name)] = student
        object.__setattr__(self, "_aliased", aliased)
        object.__setattr__(self, "by_id", {student.id: student for student in self.students})
        object.__setattr__(self, "groups", {name: tuple(members) for name, members in groups.items()})
        object.__setattr__(self, "_index", {key: tuple(found) for key, found in index.items()})
        object.__setattr__(self, "_folds", {key: tuple(found) for key, found in folds.items()})

    def match(self, kind: str, value: str) -> RosterMatch:
        """Whom this means. `kind` is id, email, name, or a heading of `Student.ids` such as canvas_id or github.

        Keys are compared as they are written, composed, else without case; e-mails without case; names as "First Last",
        "Last, First" or Canvas's "lastfirst". An alias goes before them all.
        """
        alias = self._aliased.get(folded(value)) or (self._aliased.get(_squeezed(value)) if kind == NAME else None)
        if alias is not None:
            return RosterMatch((alias,))
        if kind == EMAIL:
            return self._found(EMAIL, value.strip().casefold())
        if kind == NAME:
            exact = self._found(NAME, folded(value))
            squeezed = exact if exact.students else self._found("squeezed", _squeezed(value))
            return squeezed if squeezed.students else self._found("bare", _squeezed(value))
        found = self._found(kind, composed(value))
        return found if found.students else RosterMatch(self._folds.get((kind, folded(value)), ()) if value else ())

    def find(self, **keys: str) -> RosterMatch:
        """Return those whom every one of these keys means, such as find(canvas_id="6", name="Bill Blend")."""
        found = [self.match(kind, value).students for kind, value in keys.items()]
        first = found[0] if found else ()
        return RosterMatch(tuple(student for student in first if all(student in others for others in found)))

    def of_section(self, name: str) -> Roster:
        """Return those of one section, whatever its case; the same roster where none is named. Raises UsageError."""
        if not name:
            return self
        found = tuple(one for one in self.students if folded(one.section) == folded(name))
        if not found:
            known = sorted({one.section for one in self.students if one.section})
            there = f"There are: {', '.join(known[:MOST_TOLD])}." if known else "The roster has no column section."
            raise UsageError(f"There is no section {told(name)} in the roster.{near(name, known)}", hint=there)
        return Roster(found, self.aliases)

    def find_groups(self, name: str) -> tuple[str, ...]:
        """Return the groups this name means: exactly, else without case and spaces, as Canvas writes it in file
        names.
        """
        if name in self.groups:
            return (name,)
        wanted = _squeezed(name)
        return tuple(group for group in self.groups if wanted and _squeezed(group) == wanted)

    def _found(self, kind: str, value: str) -> RosterMatch:
        return RosterMatch(self._index.get((kind, value), ()) if value else ())


def composed(key: str) -> str:
    """Return a key as it is compared: its letters and marks composed, nothing around it."""
    return unicodedata.normalize("NFC", key.strip())


def folded(name: str) -> str:
    """Return a name as it is compared: composed characters, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())


def _keys(student: Student) -> Iterator[tuple[str, str]]:
    yield ID, composed(student.id)
    yield EMAIL, student.email.strip().casefold()
    yield from ((kind, composed(value)) for kind, value in student.ids.items())
    if student.first_name or student.last_name:
        for name in (student.name, student.sortable_name, f"{student.last_name} {student.first_name}"):
            yield NAME, folded(name)
        for name in (student.sortable_name, student.name):
            yield "squeezed", _squeezed(name)
            yield "bare", "".join(character for character in folded(name) if character.isalnum())
            # Where Canvas leaves out the letters that are not ASCII.
            yield "bare", _NOT_ASCII_WORD.sub("", name.lower())


def _squeezed(name: str) -> str:
    """Return its letters, digits and marks: what a name loses besides in a file's name."""
    return "".join(one for one in folded(name) if one.isalnum() or unicodedata.category(one)[0] == "M")
