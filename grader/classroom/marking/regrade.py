"""Grade again: after a kata changed, or to see that a verdict still comes out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.classroom.gradebook import AttemptKind, Gradebook, RecordedAttempt, StoredSubmission
from grader.classroom.marking.run import CourseGrader
from grader.curriculum import kata_version
from grader.errors import UsageError
from grader.model import Kata, Outcome, Report, Verdict
from grader.report.json import report_document
from grader.report.scoring import View


@dataclass(frozen=True, slots=True)
class CheckChange:
    """A check that ended otherwise than before; None is a check that was not there."""

    check: str
    before: Outcome | None
    now: Outcome | None


@dataclass(frozen=True, slots=True)
class RegradedSubmission:
    """One submission graded again. `recorded` is whether the new attempt counts from now on; `reason` says why not."""

    submission: StoredSubmission
    before: int
    now: int
    max: int
    verdict_before: Verdict
    verdict: Verdict
    checks: tuple[CheckChange, ...]
    recorded: bool
    reason: str = ""

    @property
    def unable(self) -> bool:
        """Could it not be graded this time? Then what it had stands."""
        return self.verdict is Verdict.UNABLE_TO_GRADE

    @property
    def nothing(self) -> bool:
        """Did it come out as before?"""
        return self.before == self.now and self.verdict_before == self.verdict and not self.checks


def outdated(
    book: Gradebook, katas: Mapping[str, Kata], only: Collection[str] = ()
) -> Iterator[tuple[StoredSubmission, RecordedAttempt]]:
    """Submissions whose counting attempt was made with another version of their kata, and that attempt."""
    for name, kata in katas.items():
        if only and name not in only:
            continue
        for submission, attempt in book.outdated(name, kata_version(kata)):
            yield book.submission(submission), book.attempt(attempt)


def regrade(
    grader: CourseGrader,
    only: Collection[str],
    on_change: Callable[[RegradedSubmission], None],
    *,
    apply: bool,
    only_increases: bool,
) -> None:
    """Grade again what is outdated and tell each change; with `apply` the new attempts are recorded as they come.

    With `only_increases`, an attempt with fewer points than before is not. Who could not be graded keeps what they had.
    """
    before: dict[int, RecordedAttempt] = {}

    def entries() -> Iterator[StoredSubmission]:
        for kept, attempt in outdated(grader.book, grader.katas, only):
            before[kept.id] = attempt
            yield kept

    def keep(kept: StoredSubmission, report: Report) -> None:
        old = before.pop(kept.id)
        reason = _refusal(old, report, only_increases)
        recorded = apply and not reason
        if recorded:
            grader.record(kept, report, AttemptKind.REGRADE)
        changed = RegradedSubmission(
            submission=kept,
            before=old.points,
            now=report.points,
            max=report.max,
            verdict_before=old.verdict,
            verdict=report.verdict,
            checks=_changes(grader.book.document(old.id), report),
            recorded=recorded,
            reason=reason,
        )
        on_change(changed)

    grader.grade(entries(), keep)


def _refusal(old: RecordedAttempt, report: Report, only_increases: bool) -> str:
    if report.verdict is Verdict.UNABLE_TO_GRADE:
        return report.reason or "it could not be graded"
    return "fewer points than before" if only_increases and report.points < old.points else ""


def _changes(document: Mapping[str, Any], report: Report) -> tuple[CheckChange, ...]:
    had = {check["id"]: Outcome(check["outcome"]) for check in document["checks"]}
    has = {result.check.name: result.outcome for result in report.results}
    changed = [name for name in dict.fromkeys((*had, *has)) if had.get(name) != has.get(name)]
    return tuple(CheckChange(name, had.get(name), has.get(name)) for name in changed)


VERSIONS = ("kata_version", "versions", "protections")
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ReportDifference:
    """One place in which two reports differ, such as "checks.test_order.outcome"."""

    where: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Replay:
    """An attempt made again with its own seed: which versions differ, and what came out otherwise."""

    attempt: RecordedAttempt
    versions: tuple[ReportDifference, ...]
    judged: tuple[ReportDifference, ...]

    @property
    def identical(self) -> bool:
        """Is the whole report the same, to the last value?"""
        return not self.versions and not self.judged


def replay(grader: CourseGrader, number: int) -> Replay:
    """Grade the attempt of this id again and compare both reports; nothing is recorded.

    Raises UsageError when there is no such attempt, or the course no longer has its kata.
    """
    book, attempt = grader.book, grader.book.attempt(number)
    if attempt.kata not in grader.katas:
        raise UsageError(
            f"Attempt {number} is of {attempt.kata}, which the course no longer has.",
            hint="Name a clone that has it in course.yaml, under katas_from:.",
        )
    made: list[Report] = []
    grader.grade([book.submission(attempt.submission)], lambda _, report: made.append(report), seed=attempt.seed)
    before, now = book.document(number), report_document(made[0], View.INSTRUCTOR)
    if "clues" not in before:
        # Reports that were kept before clues were written say nothing of them.
        del now["clues"]
    found = tuple(differences(before, now))
    of_version = tuple(one for one in found if one.where.split(".")[0] in VERSIONS)
    return Replay(attempt, of_version, tuple(one for one in found if one not in of_version))


def differences(before: object, now: object, where: str = "") -> Iterator[ReportDifference]:
    """Yield every place in which two documents differ. Checks are told apart by their ids, other lists as a whole."""
    old, new = _by_id(before), _by_id(now)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            place = f"{where}.{key}" if where else str(key)
            yield from differences(old.get(key, NOTHING), new.get(key, NOTHING), place)
    elif old != new:
        yield ReportDifference(where, _told(old), _told(new))


def _by_id(value: object) -> object:
    """Return a list of things with ids as a mapping from id to thing; a list stays a list, a tuple becomes one."""
    if not isinstance(value, list | tuple):
        return value
    named: dict[Any, Any] = {one["id"]: one for one in value if isinstance(one, Mapping) and "id" in one}
    return named if named and len(named) == len(value) else list(value)


def _told(value: object) -> str:
    if isinstance(value, Mapping | list):
        return f"{len(value)} in all"
    return str(value)
