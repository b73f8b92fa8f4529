"""Which of all listed files are taken: each student's one file for each kata, or none where it cannot be told. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum

from grader.classroom.collect.identity import KataNames, Named, NoOwner, Owner, RosterQuestions, owner_of
from grader.classroom.collect.times_file import Times
from grader.classroom.collect.trees import is_python
from grader.classroom.collect.values import CollectProblem, GivenTime, ListedFile, Place, Who, Why, in_utc

NOTEBOOK = "is a notebook: grade notebooks collect takes those"
MISNAMED = "is a notebook that is not called as its kata: rename it to {}.ipynb, then run grade notebooks collect"
DEEP = "is a notebook in a folder of its own: move it up beside the others, then run grade notebooks collect"
ARCHIVE = "is an archive of a kind that is not read here: unpack it, and collect the folder"
NOT_PYTHON = "is no Python file"
OTHER_ARCHIVES = (".7z", ".rar", ".gz", ".bz2", ".xz")
MOST_SHOWN = 3


class Fit(IntEnum):
    """How well a file's name fits the one kata that is collected: the best of a hand-in is taken."""

    NAMED = 0
    PYTHON = 1
    OTHER = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A file that will be taken, for whom and for which kata."""

    listed: ListedFile
    owner: Owner
    kata: str
    exact: bool
    fit: Fit = Fit.NAMED


@dataclass(slots=True)
class Choosing:
    """All files seen so far, by whom they are from and what they are for; see `chosen`."""

    katas: KataNames
    people: RosterQuestions
    times: Times
    only: str = ""
    """The kata that all of the source is for, whatever its files are called; empty where their names tell."""
    section: frozenset[str] | None = None
    """The students whose files are taken; None for all of the roster."""
    elsewhere: int = 0
    problems: list[CollectProblem] = field(default_factory=list)
    passed: int = 0
    _choices: dict[tuple[str, str, int], list[Choice]] = field(default_factory=dict)
    _owners: dict[tuple[Who, ...], Owner | str] = field(default_factory=dict)

    def see(self, listed: ListedFile) -> None:
        """Take note of one file."""
        name = listed.label.file_name
        if name.casefold().endswith(".ipynb"):
            self._problem(Why.REFUSED, listed, self._of_notebook(listed))
            return
        kata, exact = self._kata(listed)
        if not kata:
            return
        fit = _fit(self.katas.of(name), kata, name) if self.only and not listed.label.kata else Fit.NAMED
        owner = self._owner(listed.label.who)
        if isinstance(owner, str):
            if listed.slot == 0:
                self._problem(Why.UNKNOWN_STUDENT, listed, owner)
            return
        if self.section is not None and self.section.isdisjoint(owner.members):
            self.elsewhere += listed.slot == 0
            return
        listed = replace(listed, label=in_utc(listed.label))
        self._choices.setdefault((owner.id, kata, listed.slot), []).append(Choice(listed, owner, kata, exact, fit))

    def _of_notebook(self, listed: ListedFile) -> str:
        """Return why a notebook is not taken here, and the way to take it."""
        name, kata = listed.label.file_name, self.katas.notebook(listed.label.file_name)
        if kata and name != f"{kata}.ipynb":
            return MISNAMED.format(kata)
        return NOTEBOOK if listed.label.at_top else DEEP

    def chosen(self) -> Mapping[Place, Choice]:
        """Return what is taken, by its place: every attempt that has a time of its own, so that the policy can choose.

        Every file that is not taken becomes a problem.
        """
        taken: dict[Place, Choice] = {}
        for choices in self._choices.values():
            for choice in self._attempts_of(choices):
                if choice.listed.place in taken:
                    continue
                taken[choice.listed.place] = choice
                if not choice.exact:
                    self._problem(Why.RENAMED, choice.listed, f"as {choice.kata} of {choice.owner.id}")
                if choice.owner.note:
                    self._problem(Why.NOTE, choice.listed, choice.owner.note)
        self._choices.clear()
        return taken

    def _kata(self, listed: ListedFile) -> tuple[str, bool]:
        """Return the kata, and whether the file is called as it should be; "" where it cannot be told."""
        label = listed.label
        if label.kata:
            kata = self.katas.called(label.kata)
            if kata and self.only not in ("", kata):
                self._problem(Why.UNKNOWN_KATA, listed, f"its name says {kata}, and {self.only} is collected")
                return "", False
            if not kata:
                self._problem(Why.UNKNOWN_KATA, listed, "its name says a kata that is not in this course")
            return kata, True
        named = self.katas.of(label.file_name)
        if named.kata and (named.kata == self.only or not self.only):
            return named.kata, named.exact
        if not named.kata and self.katas.is_beside((*listed.place.parts, *listed.place.inner)):
            self.passed += 1
        elif self.only and is_python(label.file_name):
            return self.only, False
        elif listed.slot == 0:
            self._problem(Why.UNKNOWN_KATA, listed, _unknown(named, label.file_name, only=bool(self.only)))
        return "", False

    def _owner(self, who: tuple[Who, ...]) -> Owner | str:
        if who not in self._owners:
            try:
                self._owners[who] = owner_of(self.people, who)
            except NoOwner as reason:
                self._owners[who] = str(reason)
        return self._owners[who]

    def _attempts_of(self, choices: list[Choice]) -> list[Choice]:
        """Return one of each moment at which the same student handed in the same kata; none of a moment with
        several.
        """
        if self._are_of_two(choices):
            return []
        told, moments = self._told(choices[0]), _by_moment(choices)
        newest = max((moment for moment in moments if moment is not None), default=None)
        attempts = []
        for moment, those in moments.items():
            if moment is not None and moment != newest and (choices[0].listed.history or (told and moment >= told.at)):
                # Commits of two files are no two attempts; nor is one that came after the time an instructor gives.
                self._list(Why.OLDER, those)
                continue
            choice = None if moment is None and newest is not None else self._one_of(those)
            if choice is None:
                self._list(Why.AMBIGUOUS, those)
            elif told is None or moment != newest:
                attempts.append(choice)
            elif not choice.listed.slot:
                # What a file was at an earlier moment is known from its history alone, which is not to be trusted then.
                attempts.append(_at(choice, told))
        return attempts

    def _told(self, choice: Choice) -> GivenTime | None:
        """Return what is said of a group goes before what is said of a member, who may have handed in alone as well."""
        owner, kata = choice.owner, choice.kata
        return self.times.of((owner.id, owner.id.partition(":")[2]), kata) or self.times.of(owner.members, kata)

    def _one_of(self, choices: list[Choice]) -> Choice | None:
        """Return the one that counts of several of one moment."""
        own = [choice for choice in choices if self._is_own_place(choice)]
        best = min(choice.fit for choice in choices)
        found = own if len(own) == 1 else [choice for choice in choices if choice.fit == best]
        if len(found) > 1:
            return None
        for choice in choices:
            if choice is found[0]:
                continue
            # A whole clone was handed in: its other files of this name are solutions and tests of the course.
            if self.katas.is_beside((*choice.listed.place.parts, *choice.listed.place.inner)):
                self.passed += 1
            else:
                self._list(Why.REFUSED, [choice], f"{found[0].listed.where} was taken")
        return found[0]

    def _list(self, why: Why, choices: list[Choice], instead: str = "") -> None:
        for choice in choices:
            if choice.listed.slot == 0:
                said = f"{choice.kata} of {choice.owner.id}"
                self._problem(why, choice.listed, f"{said}, for which {instead}" if instead else said)

    def _are_of_two(self, choices: list[Choice]) -> bool:
        """Return whether two people hand in under the same name: neither is taken for the one of the roster."""
        if len({choice.listed.label.who for choice in choices}) == 1 or not any(one.owner.by_name for one in choices):
            return False
        for choice in choices:
            said = f"{choice.kata} of {choice.owner.id} by name, and another with this name as well"
            self._problem(Why.AMBIGUOUS, choice.listed, said)
        return True

    def _is_own_place(self, choice: Choice) -> bool:
        place = choice.listed.place
        # Inside a pack `inner` is a path; in a history it is a version, which is no such place.
        return self.katas.is_own_place(place.parts) or self.katas.is_own_place(place.inner)

    def _problem(self, why: Why, listed: ListedFile, said: str) -> None:
        self.problems.append(CollectProblem(why, listed.where, said))


def _fit(named: Named, kata: str, file_name: str) -> Fit:
    if named.kata == kata:
        return Fit.NAMED
    beside = file_name.startswith("test_") or file_name in ("conftest.py", "__init__.py", "setup.py")
    return Fit.OTHER if named.katas or beside else Fit.PYTHON


def _unknown(named: Named, file_name: str, *, only: bool) -> str:
    if file_name.casefold().endswith(OTHER_ARCHIVES):
        return ARCHIVE
    if only:
        return NOT_PYTHON
    several = f"its name fits {', '.join(named.katas[:MOST_SHOWN])}"
    return several if named.katas else "no kata is handed in under this name"


def _by_moment(choices: list[Choice]) -> dict[datetime | None, list[Choice]]:
    moments: dict[datetime | None, list[Choice]] = {}
    for choice in choices:
        moments.setdefault(choice.listed.label.submitted, []).append(choice)
    return moments


def _at(choice: Choice, told: GivenTime) -> Choice:
    label = replace(choice.listed.label, submitted=told.at, zone=told.zone)
    return replace(choice, listed=replace(choice.listed, label=label))


def choose(
    choosing: Choosing, listing: Iterable[ListedFile | CollectProblem], on_file: Callable[[], None]
) -> Mapping[Place, Choice]:
    """See everything a source lists, then choose."""
    for one in listing:
        on_file()
        if isinstance(one, CollectProblem):
            choosing.problems.append(one)
        else:
            choosing.see(one)
    return choosing.chosen()
