"""From results to a verdict, and from a report to a student's eyes."""

from __future__ import annotations

import pytest

from grader.errors import ExitCode
from grader.model import Check, CheckResult, Finding, Mode, Outcome, Report, TimelineEvent, Verdict
from grader.scoring import exit_code, misconceptions, student_view, verdict_of

OUTCOMES = {
    (Outcome.PASSED, Outcome.PASSED): Verdict.ACCEPTED,
    (Outcome.PASSED, Outcome.FAILED): Verdict.REJECTED,
    (Outcome.PASSED, Outcome.TIMED_OUT): Verdict.REJECTED,
    (Outcome.PASSED, Outcome.NOT_RUN): Verdict.REJECTED,
    (Outcome.FAILED, Outcome.ERRORED): Verdict.REJECTED,
    (): Verdict.UNABLE_TO_GRADE,
}


def result(name: str, outcome: Outcome = Outcome.PASSED, *, hidden: bool = False, code: str = "") -> CheckResult:
    """A result with something of everything."""
    return CheckResult(
        Check(name, "A sentence.", 2, hidden, needs=("test_secret",) if name == "test_b" else ()),
        outcome,
        headline="A headline.",
        misconception=code,
        expected="e",
        got="g",
        took=2.0,
        possible=1.0,
        line=3,
        output="o",
        findings=(Finding("blocking call", "m", "a.py", 3), Finding("never awaited", "m", "test_h.py", 1)),
        timeline=(TimelineEvent(0.0, "t", "run"),),
    )


def report(*results: CheckResult) -> Report:
    """A report of these results."""
    return Report("kata11", "T", "v", "a.py", Verdict.REJECTED, Mode.SPLIT, "0" * 32, "s", results=results)


@pytest.mark.parametrize(("outcomes", "verdict"), OUTCOMES.items())
def test_a_verdict_follows_from_outcomes(outcomes: tuple[Outcome, ...], verdict: Verdict) -> None:
    """All passed is accepted, nothing to judge by is unable to grade, and all else is rejected."""
    results = [result("test_a", outcome) for outcome in outcomes]

    assert verdict is verdict_of(results)


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ([], 5),
        ([Verdict.ACCEPTED, Verdict.ACCEPTED], 0),
        ([Verdict.ACCEPTED, Verdict.REJECTED], 1),
        ([Verdict.REJECTED, Verdict.NOT_GRADABLE], 4),
        ([Verdict.NOT_GRADABLE, Verdict.UNABLE_TO_GRADE, Verdict.REJECTED], 3),
    ],
)
def test_the_exit_code_is_the_worst_of_all(verdicts: list[Verdict], code: int) -> None:
    """3 goes before 4, and 4 before 1."""
    assert ExitCode(code) is exit_code(verdicts)


def test_misconceptions_are_told_once() -> None:
    """Each code once, in the order of the checks."""
    results = [result("a", code="M02"), result("b"), result("c", code="M01"), result("d", code="M02")]

    assert ("M02", "M01") == misconceptions(results)


def test_a_hidden_check_keeps_its_secrets() -> None:
    """The student reads a hidden check's sentence and headline, and nothing that could be looked up."""
    shown = student_view(report(result("test_a"), result("test_secret", Outcome.FAILED, hidden=True))).results[1]

    assert ("h1", "A sentence.", "A headline.") == (shown.check.name, shown.check.sentence, shown.headline)
    assert ("", "", "", ()) == (shown.expected, shown.got, shown.output, shown.timeline)
    assert (2.0, 1.0, 3, ["a.py"]) == (shown.took, shown.possible, shown.line, [f.file for f in shown.findings])


def test_a_visible_check_is_shown_whole() -> None:
    """Nothing of a visible check is left out, but what it needs is told by its alias."""
    whole = report(result("test_a"), result("test_b"), result("test_secret", hidden=True))

    first, second, _ = student_view(whole).results

    assert whole.results[0] == first
    assert ("h1",) == second.check.needs


def test_seen_twice_is_seen_once() -> None:
    """A student's view of a student's view is the same."""
    once = student_view(report(result("test_b"), result("test_secret", hidden=True), result("test_more", hidden=True)))

    assert once == student_view(once)


def test_points_do_not_change_with_the_reader() -> None:
    """Both views tell the same points."""
    whole = report(result("test_a"), result("test_secret", Outcome.FAILED, hidden=True))

    assert (2, 4) == (whole.points, whole.max)
    assert (2, 4) == (student_view(whole).points, student_view(whole).max)
