"""Whose a submission is: the source's ways of naming people, matched with the roster. Never guessed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from grader.course.collecting.kinds.folders import named_by
from grader.course.collecting.values import Identity, Who
from grader.course.gradebook import GROUP
from grader.escaping import one_line
from grader.scores import Student
from grader.wire.text import clean

CANVAS_GROUP = "group of canvas_id"
# What several people may be called, and some platforms let them choose.
BY_NAME = ("name", "group", CANVAS_GROUP)
BY_WORDS = ("email", *BY_NAME)
MOST_NAMED = 4
NAME_SHOWN = 60


class Match(Protocol):
    """Everybody whom a key fits."""

    @property
    def students(self) -> tuple[Student, ...]: ...


class People(Protocol):
    """What is asked of a roster."""

    @property
    def students(self) -> tuple[Student, ...]: ...

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]: ...

    def match(self, kind: str, value: str) -> Match: ...

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


def knows(people: People) -> Callable[[str], bool]:
    """Whether a word, such as a folder's name, means anybody of the roster."""
    headings = headings_of(people)

    def known(word: str) -> bool:
        try:
            owner_of(people, (named_by(word, headings),))
        except NoOwner as reason:
            return reason.somebody
        return True

    return known


def headings_of(people: People) -> tuple[str, ...]:
    """The roster's columns beside the ones that every roster has."""
    return tuple(dict.fromkeys(kind for student in people.students for kind in student.ids))


def owner_of(people: People, who: Sequence[Who]) -> Owner:
    """The student or group that these people are. Raises NoOwner."""
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


def _together(people: People, members: tuple[str, ...]) -> str:
    """The name of the group that is just these; else their ids."""
    whole = (name for name, those in people.groups.items() if set(those) == set(members))
    return next(whole, "+".join(sorted(members)))


def _one(people: People, who: Who) -> Owner:
    """The first way that fits anybody decides, where no other one contradicts it. Raises NoOwner."""
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


def _students(people: People, way: Identity) -> tuple[Student, ...]:
    found = (student for value in way.values for student in people.match(way.kind, value).students)
    return tuple({student.id: student for student in found}.values())


def _group(people: People, way: Identity) -> str:
    """The group this means, "" for none. Raises NoOwner for several."""
    if way.kind not in ("group", CANVAS_GROUP):
        return ""
    groups = people.find_groups(way.values[0])
    if way.kind == CANVAS_GROUP:
        # One member's id stands in the name of a group's file: it has to fit, where the roster knows such ids.
        students = people.match("canvas_id", way.values[1]).students or people.match("name", way.values[0]).students
        groups = tuple(group for group in groups if all(student.group == group for student in students))
    if len(groups) > 1:
        raise NoOwner(f"group {_told(way)} fits {', '.join(groups[:MOST_NAMED])}", somebody=True)
    return groups[0] if groups else ""


def _must_not_differ(student: Student, who: Who, by: Identity) -> None:
    """Whoever is found by a name must not have another number in the roster than in the source. Raises NoOwner."""
    for way in who[: who.index(by)]:
        known = student.ids.get(way.kind, "")
        if way.said and way.kind not in BY_WORDS and known and known not in way.values:
            raise NoOwner(
                f"by {by.kind} it is {_show(student.id)}, whose {way.kind} is {_show(known)}, not {_told(way)}",
                somebody=True,
            )


def _must_not_be_others(people: People, student: Student, who: Who, by: Identity) -> None:
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


def _told(way: Identity) -> str:
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
