"""Marking again after a kata changed: what each student had, and what they would have now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grader.course.gradebook import Attempt, AttemptKind, Gradebook, Kept
from grader.course.marking import How, mark
from grader.curriculum import kata_version
from grader.model import Kata, Outcome, Report, Verdict


@dataclass(frozen=True, slots=True)
class CheckChange:
    """A check that ended otherwise than before; None is a check that was not there."""

    check: str
    before: Outcome | None
    now: Outcome | None


@dataclass(frozen=True, slots=True)
class Change:
    """One submission marked again. `recorded` is whether the new attempt counts from now on; `reason` says why not."""

    submission: Kept
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


def outdated(book: Gradebook, katas: Mapping[str, Kata], only: Collection[str] = ()) -> Iterator[tuple[Kept, Attempt]]:
    """Submissions whose counting attempt was made with another version of their kata, and that attempt."""
    for name, kata in katas.items():
        if only and name not in only:
            continue
        for submission, attempt in book.outdated(name, kata_version(kata)):
            yield book.submission(submission), book.attempt(attempt)


def regrade(
    book: Gradebook,
    katas: Mapping[str, Kata],
    how: How,
    *,
    only: Collection[str] = (),
    apply: bool,
    only_increases: bool,
    now: Callable[[], datetime],
    on_change: Callable[[Change], None],
) -> None:
    """Mark again what is outdated and tell each change; with `apply` the new attempts are recorded as they come.

    With `only_increases`, an attempt with fewer points than before is not. Who could not be graded keeps what they had.
    """
    before: dict[int, Attempt] = {}

    def entries() -> Iterator[Kept]:
        for kept, attempt in outdated(book, katas, only):
            before[kept.id] = attempt
            yield kept

    def keep(kept: Kept, report: Report) -> None:
        old = before.pop(kept.id)
        reason = _refusal(old, report, only_increases)
        if apply and not reason:
            made = AttemptKind.REGRADE
            book.record(kept.id, report, kind=made, now=now(), accepted_unconfined=how.unconfined(report))
        on_change(_change(kept, old, book.document(old.id), report, apply and not reason, reason))

    mark(book, katas, entries(), how, keep)


def _refusal(old: Attempt, report: Report, only_increases: bool) -> str:
    if report.verdict is Verdict.UNABLE_TO_GRADE:
        return report.reason or "it could not be graded"
    return "fewer points than before" if only_increases and report.points < old.points else ""


def _change(
    kept: Kept, old: Attempt, document: Mapping[str, Any], report: Report, recorded: bool, reason: str
) -> Change:
    had = {check["id"]: Outcome(check["outcome"]) for check in document["checks"]}
    has = {result.check.name: result.outcome for result in report.results}
    changed = [name for name in dict.fromkeys((*had, *has)) if had.get(name) != has.get(name)]
    return Change(
        submission=kept,
        before=old.points,
        now=report.points,
        max=report.max,
        verdict_before=old.verdict,
        verdict=report.verdict,
        checks=tuple(CheckChange(name, had.get(name), has.get(name)) for name in changed),
        recorded=recorded,
        reason=reason,
    )
