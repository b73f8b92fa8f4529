"""Which checks a class passes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from grader.model import Outcome
from grader.summary.values import CheckSummary, Judged


def checks_of(rows: Iterable[Judged]) -> tuple[CheckSummary, ...]:
    """Each check with how many pass it. One that was not run has judged nobody; what judged nobody is left out."""
    judged: Counter[tuple[str, str]] = Counter()
    passed: Counter[tuple[str, str]] = Counter()
    seen: dict[tuple[str, str], Judged] = {}
    for row in rows:
        if row.outcome is Outcome.NOT_RUN:
            continue
        key = (row.kata, row.check)
        seen.setdefault(key, row)
        judged[key] += 1
        passed[key] += row.outcome is Outcome.PASSED
    return tuple(
        CheckSummary(row.kata, row.check, row.sentence, row.hidden, judged[key], passed[key])
        for key, row in seen.items()
    )


def nobody_passes(checks: Iterable[CheckSummary]) -> tuple[CheckSummary, ...]:
    """Those that no student passes, the one that most have failed first."""
    return tuple(sorted((one for one in checks if not one.passed), key=lambda one: -one.judged))


def few_pass(checks: Iterable[CheckSummary]) -> tuple[CheckSummary, ...]:
    """Those that somebody passes, and fewer than one in four, the hardest first."""
    hard = (one for one in checks if 0 < 4 * one.passed < one.judged)
    return tuple(sorted(hard, key=lambda one: (one.passed / one.judged, -one.judged)))
