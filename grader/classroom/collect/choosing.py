"""Which of all listed files are taken: each student's one file for each kata, or none where it cannot be told. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from grader.classroom.collect.identity import KataNames, NoOwner, Owner, RosterQuestions, owner_of
from grader.classroom.collect.times_file import GivenTime, Times
from grader.classroom.collect.values import CollectProblem, ListedFile, Place, Who, Why, in_utc

NOTEBOOK = "is a notebook: grade notebooks collect takes those"
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A file that will be taken, for whom and for which kata."""

    listed: ListedFile
    owner: Owner
    kata: str
    exact: bool


@dataclass(slots=True)
class Choosing:
    """All files seen so far, by whom they are from and what they are for; see `chosen`."""

    katas: KataNames
    people: RosterQuestions
    times: Times
    problems: list[CollectProblem] = field(default_factory=list)
    passed: int = 0
    _choices: dict[tuple[str, str, int], list[Choice]] = field(default_factory=dict)
    _owners: dict[tuple[Who, ...], Owner | str] = field(default_factory=dict)

    def see(self, listed: ListedFile) -> None:
        """Take note of one file."""
        name = listed.label.file_name
        if name.casefold().endswith(".ipynb"):
            self._problem(Why.REFUSED, listed, NOTEBOOK)
            return
        kata, exact = self._kata(listed)
        if not kata:
            return
        owner = self._owner(listed.label.who)
        if isinstance(owner, str):
            if listed.slot == 0:
                self._problem(Why.UNKNOWN_STUDENT, listed, owner)
            return
        listed = replace(listed, label=in_utc(listed.label))
        self._choices.setdefault((owner.id, kata, listed.slot), []).append(Choice(listed, owner, kata, exact))

    def chosen(self) -> Mapping[Place, Choice]:
        """What is taken, by its place: every attempt that has a time of its own, so that the policy can choose.

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
        """The kata, and whether the file is called as it should be; "" where it cannot be told."""
        label = listed.label
        if label.kata:
            kata = self.katas.called(label.kata)
            if not kata:
                self._problem(Why.UNKNOWN_KATA, listed, "its name says a kata that is not in this course")
            return kata, True
        named = self.katas.of(label.file_name)
        if named.kata:
            return named.kata, named.exact
        if self.katas.is_beside((*listed.place.parts, *listed.place.inner)):
            self.passed += 1
        elif listed.slot == 0:
            several = f"its name fits {', '.join(named.katas[:MOST_SHOWN])}"
            self._problem(Why.UNKNOWN_KATA, listed, several if named.katas else "no kata is handed in under this name")
        return "", False

    def _owner(self, who: tuple[Who, ...]) -> Owner | str:
        if who not in self._owners:
            try:
                self._owners[who] = owner_of(self.people, who)
            except NoOwner as reason:
                self._owners[who] = str(reason)
        return self._owners[who]

    def _attempts_of(self, choices: list[Choice]) -> list[Choice]:
        """One of each moment at which the same student handed in the same kata; none of a moment with several."""
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
        """What is said of a group goes before what is said of a member, who may have handed in alone as well."""
        owner, kata = choice.owner, choice.kata
        return self.times.of((owner.id, owner.id.partition(":")[2]), kata) or self.times.of(owner.members, kata)

    def _one_of(self, choices: list[Choice]) -> Choice | None:
        """The one that counts of several of one moment."""
        own = [choice for choice in choices if self._is_own_place(choice)]
        if len(own) == 1:
            # A whole clone was handed in: its other files of this name are solutions and tests of the course.
            self.passed += len(choices) - 1
            return own[0]
        return choices[0] if len(choices) == 1 else None

    def _list(self, why: Why, choices: list[Choice]) -> None:
        for choice in choices:
            if choice.listed.slot == 0:
                self._problem(why, choice.listed, f"{choice.kata} of {choice.owner.id}")

    def _are_of_two(self, choices: list[Choice]) -> bool:
        """Whether two people hand in under the same name: neither is taken for the one of the roster."""
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
