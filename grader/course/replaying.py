"""Marking an attempt again, to see that its verdict still comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.course.gradebook import Attempt, Gradebook, Kept
from grader.course.marking import How, mark
from grader.errors import UsageError
from grader.model import Kata, Report
from grader.render.json_report import report_document
from grader.scoring import View

VERSIONS = ("kata_version", "versions", "protections")
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two reports differ, such as "checks.test_order.outcome"."""

    where: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Replay:
    """An attempt made again with its own seed: which versions differ, and what came out otherwise."""

    attempt: Attempt
    versions: tuple[Difference, ...]
    judged: tuple[Difference, ...]

    @property
    def identical(self) -> bool:
        """Is the whole report the same, to the last value?"""
        return not self.versions and not self.judged


def replay(book: Gradebook, katas: Mapping[str, Kata], number: int, how: How) -> Replay:
    """Mark the attempt of this id again and compare both reports; nothing is recorded.

    Raises UsageError when there is no such attempt, or the course no longer has its kata.
    """
    attempt = book.attempt(number)
    if attempt.kata not in katas:
        raise UsageError(
            f"Attempt {number} is of {attempt.kata}, which the course no longer has.",
            hint="Name a clone that has it in course.yaml, under katas_from:.",
        )
    made: list[Report] = []

    def keep(kept: Kept, report: Report) -> None:
        made.append(report)

    mark(book, katas, [book.submission(attempt.submission)], how, keep, seed=attempt.seed)
    before, now = book.document(number), report_document(made[0], View.INSTRUCTOR)
    if "clues" not in before:
        # Reports that were kept before clues were written say nothing of them.
        del now["clues"]
    found = tuple(differences(before, now))
    of_version = tuple(one for one in found if one.where.split(".")[0] in VERSIONS)
    return Replay(attempt, of_version, tuple(one for one in found if one not in of_version))


def differences(before: object, now: object, where: str = "") -> Iterator[Difference]:
    """Every place in which two documents differ. Checks are told apart by their ids, other lists as a whole."""
    old, new = _by_id(before), _by_id(now)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            place = f"{where}.{key}" if where else str(key)
            yield from differences(old.get(key, NOTHING), new.get(key, NOTHING), place)
    elif old != new:
        yield Difference(where, _told(old), _told(new))


def _by_id(value: object) -> object:
    """A list of things with ids as a mapping from id to thing; a list stays a list, a tuple becomes one."""
    if not isinstance(value, list | tuple):
        return value
    named: dict[Any, Any] = {one["id"]: one for one in value if isinstance(one, Mapping) and "id" in one}
    return named if named and len(named) == len(value) else list(value)


def _told(value: object) -> str:
    if isinstance(value, Mapping | list):
        return f"{len(value)} in all"
    return str(value)
