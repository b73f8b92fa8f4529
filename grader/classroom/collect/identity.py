"""Whose a submission is, and for which kata: matched with the roster and the course, never guessed. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from grader.classroom.collect.formats.folders import named_by
from grader.classroom.collect.values import Parts, SourceIdentity, Who
from grader.classroom.gradebook import GROUP
from grader.classroom.scores.model import Student
from grader.cleaning import clean
from grader.curriculum.names import NUMBER
from grader.model import Kata
from grader.text import one_line

CANVAS_GROUP = "group of canvas_id"
# What several people may be called, and some platforms let them choose.
BY_NAME = ("name", "group", CANVAS_GROUP)
BY_WORDS = ("email", *BY_NAME)
MOST_NAMED = 4
NAME_SHOWN = 60


class OwnerMatch(Protocol):
    """Everybody whom a key fits."""

    @property
    def students(self) -> tuple[Student, ...]: ...


class RosterQuestions(Protocol):
    """What is asked of a roster."""

    @property
    def students(self) -> tuple[Student, ...]: ...

    @property
    def aliases(self) -> Mapping[str, str]: ...

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]: ...

    def match(self, kind: str, value: str) -> OwnerMatch: ...

    def find_groups(self, name: str) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Owner:
    """Who a submission belongs to, as the gradebook names them; `note` says what could not be told, if anything.

    `by_name` is True where nothing but a name tells it, which somebody else may have too.
    """

    id: str
    members: tuple[str, ...]
    note: str = ""
    by_name: bool = False


class NoOwner(Exception):
    """It cannot be told whose it is; the text is a clause for the instructor.

    `somebody` is True where it fits people of the roster, and cannot be told which.
    """

    def __init__(self, said: str, *, somebody: bool = False) -> None:
        super().__init__(said)
        self.somebody = somebody


def knows(people: RosterQuestions) -> Callable[[str], bool]:
    """Return whether a word, such as a folder's name, means anybody of the roster."""
    headings = headings_of(people)

    def known(word: str) -> bool:
        try:
            owner_of(people, (named_by(word, headings),))
        except NoOwner as reason:
            return reason.somebody
        return True

    return known


def headings_of(people: RosterQuestions) -> tuple[str, ...]:
    """Return the roster's columns beside the ones that every roster has."""
    return tuple(dict.fromkeys(kind for student in people.students for kind in student.ids))


def owner_of(people: RosterQuestions, who: Sequence[Who]) -> Owner:
    """Return the student or group that these people are. Raises NoOwner."""
    found, unknown = [], []
    for one in who:
        try:
            found.append(_one(people, one))
        except NoOwner as reason:
            unknown.append(str(reason))
    if not found:
        raise NoOwner(unknown[0] if unknown else "it names nobody")
    note = f"handed in together with somebody else: {unknown[0]}" if unknown else ""
    by_name = any(owner.by_name for owner in found)
    if len(found) == 1:
        return Owner(found[0].id, found[0].members, note, by_name)
    members = tuple(dict.fromkeys(member for owner in found for member in owner.members))
    return Owner(members[0] if len(members) == 1 else GROUP + _together(people, members), members, note, by_name)


def _together(people: RosterQuestions, members: tuple[str, ...]) -> str:
    """Return the name of the group that is just these; else their ids."""
    whole = (name for name, those in people.groups.items() if set(those) == set(members))
    return next(whole, "+".join(sorted(members)))


def _one(people: RosterQuestions, who: Who) -> Owner:
    """Return the first way that fits anybody decides, where no other one contradicts it. Raises NoOwner."""
    for way in who:
        group = _group(people, way)
        if group:
            return Owner(GROUP + group, people.groups[group], by_name=way.said)
        if way.kind == CANVAS_GROUP or way.kind == "group":
            continue
        students = _students(people, way)
        if len(students) > 1:
            raise NoOwner(f"{way.kind} {_told(way)} fits {_named(students)}", somebody=True)
        if students:
            (student,) = students
            _must_not_differ(student, who, way)
            _must_not_be_others(people, student, who, way)
            return Owner(student.id, (student.id,), by_name=way.kind in BY_NAME)
    raise NoOwner(f"nobody in the roster is {_all_told(who)}")


def _students(people: RosterQuestions, way: SourceIdentity) -> tuple[Student, ...]:
    found = (student for value in way.values for student in people.match(way.kind, value).students)
    return tuple({student.id: student for student in found}.values())


def _group(people: RosterQuestions, way: SourceIdentity) -> str:
    """Return the group this means, "" for none. Raises NoOwner for several."""
    if way.kind not in ("group", CANVAS_GROUP):
        return ""
    names = way.values[:1] if way.kind == CANVAS_GROUP else way.values
    groups = tuple(dict.fromkeys(group for name in names for group in people.find_groups(name)))
    if way.kind == CANVAS_GROUP:
        # One member's id stands in the name of a group's file: it has to fit, where the roster knows such ids.
        students = people.match("canvas_id", way.values[1]).students or people.match("name", way.values[0]).students
        groups = tuple(group for group in groups if all(student.group == group for student in students))
    if len(groups) > 1:
        raise NoOwner(f"group {_told(way)} fits {', '.join(groups[:MOST_NAMED])}", somebody=True)
    return groups[0] if groups else ""


def _must_not_differ(student: Student, who: Who, by: SourceIdentity) -> None:
    """Whoever is found by a name must not have another number in the roster than in the source. Raises NoOwner."""
    for way in who[: who.index(by)]:
        known = student.ids.get(way.kind, "")
        if way.said and way.kind not in BY_WORDS and known and _plain(known) not in map(_plain, way.values):
            raise NoOwner(
                f"by {by.kind} it is {_show(student.id)}, whose {way.kind} is {_show(known)}, not {_told(way)}",
                somebody=True,
            )


def _must_not_be_others(people: RosterQuestions, student: Student, who: Who, by: SourceIdentity) -> None:
    """No other id or e-mail of it may be somebody else's. A plain word that is an id is that one's. Raises NoOwner."""
    if by.kind == "id" and not by.said:
        return
    for way in who[who.index(by) + 1 :]:
        others = () if way.kind in BY_NAME else _students(people, way)
        if others and student not in others:
            raise NoOwner(
                f"by {by.kind} {_told(by)} it is {_show(student.id)}, by {way.kind} {_told(way)} {_named(others)}",
                somebody=True,
            )


def _told(way: SourceIdentity) -> str:
    return _show(way.values[0])


def _all_told(who: Who) -> str:
    """ "canvas_id 6, name blendbill", each word once."""
    by_word: dict[str, list[str]] = {}
    for way in who:
        if way.kind != CANVAS_GROUP:
            by_word.setdefault(_told(way), []).append(way.kind)
    told = [f"{kinds[0] if len(kinds) == 1 else ''} '{word}'".strip() for word, kinds in by_word.items()]
    return ", ".join(told[:MOST_NAMED]) or "named"


def _named(students: Iterable[Student]) -> str:
    ids = [_show(student.id) for student in students]
    more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
    return ", ".join(ids[:MOST_NAMED]) + more


def _show(word: str) -> str:
    return one_line(clean(word, NAME_SHOWN))


# What browsers, file managers and learning platforms add: "gather (1)", "gather-2", "gather+1", "gather - Copy" and
# "Copy of gather".
_ADDED = re.compile(r"(?:\(\d{1,3}\)|[-_ +]\d{1,3}|[-_ (](?:copy|kopie|copie|copia)\)?)\Z")
SEPARATORS = "-_ +("
BEFORE = "copy of "
MOST_STRIPPED = 4
PYTHON = (".py", ".ipynb")


@dataclass(frozen=True, slots=True)
class Named:
    """The katas a file's name may stand for: one, none, or several; and whether it is spelt as the kata asks."""

    katas: tuple[str, ...]
    exact: bool = False

    @property
    def kata(self) -> str:
        """The one kata, or ""."""
        return self.katas[0] if len(self.katas) == 1 else ""


class KataNames:
    """The names that the katas of a course are handed in under."""

    def __init__(self, katas: Iterable[Kata]) -> None:
        self._by_submit: dict[str, Kata] = {}
        self._by_plain: dict[str, list[Kata]] = {}
        self._slugs: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._folders: dict[str, Path] = {}
        self._held: dict[str, frozenset[Parts]] = {}
        for kata in katas:
            self._by_submit[kata.submit] = kata
            self._by_plain.setdefault(_plain(kata.submit), []).append(kata)
            self._slugs[kata.slug] = kata.id
            self._folders[kata.slug] = kata.folder
            self._ids |= {_plain(known): kata.id for known in (kata.id, kata.slug)}

    def of(self, file_name: str) -> Named:
        """Return the kata of a file of this name."""
        exact = self._by_submit.get(file_name)
        if exact is not None:
            return Named((exact.id,), exact=True)
        for plain in _shorter(_plain(file_name)):
            found = self._by_plain.get(plain)
            if found:
                return Named(tuple(kata.id for kata in found))
        return Named(())

    def called(self, name: str) -> str:
        """Return the kata that somebody calls so, by its number, id or folder; "" where there is none."""
        number = NUMBER.fullmatch(name.strip())
        return self._ids.get(f"kata{int(number[1]):02d}" if number else _plain(name), "")

    def is_own_place(self, parts: Parts) -> bool:
        """Return whether this is where a student's clone of the course keeps the file: katas/<folder>/<file>."""
        return len(parts) > 2 and parts[-3] == "katas" and parts[-2] in self._slugs

    def is_beside(self, parts: Parts) -> bool:
        """Return whether it lies in a kata's folder as the course itself has it, such as its README or its checks."""
        for place, part in enumerate(parts[:-1]):
            if part in self._slugs:
                inner = parts[place + 1 :]
                name = inner[-1]
                ours = name.startswith("test_") or not name.endswith(PYTHON) or inner in self._files(part)
                return ours or "solutions" in parts[:place]
        return False

    def _files(self, slug: str) -> frozenset[Parts]:
        """Return what the course itself has in a kata's folder."""
        if slug not in self._held:
            folder = self._folders[slug]
            self._held[slug] = frozenset(one.relative_to(folder).parts for one in folder.rglob("*"))
        return self._held[slug]

    def notebook(self, file_name: str) -> str:
        """Return the kata that a notebook of this name may be of; "" where none can be told."""
        stem = _plain(file_name).removesuffix(".ipynb")
        found = {kata for plain in _shorter(f"{stem}.py") if (kata := self._ids.get(plain.removesuffix(".py"), ""))}
        found |= {kata for kata in self._slugs.values() if re.match(rf"{re.escape(kata)}(?![0-9])", stem)}
        return found.pop() if len(found) == 1 else ""


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _shorter(plain: str) -> Iterator[str]:
    """Yield the name, and what is left of it when what others added is taken off, step by step."""
    stem, dot, suffix = plain.rpartition(".")
    if not dot or suffix != "py":
        return
    for _ in range(MOST_STRIPPED):
        stem = stem.strip()
        yield f"{stem}.py"
        added = _ADDED.search(stem)
        if stem.startswith(BEFORE):
            stem = stem.removeprefix(BEFORE)
        elif added is not None and added.start():
            stem = stem[: added.start()].rstrip(SEPARATORS)
        else:
            return
