"""From results to a verdict, and from a report to a student's eyes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.errors import ExitCode
from grader.model import Check, CheckResult, Finding, Mode, Outcome, Report, TimelineEvent, Verdict, verdict_of
from grader.report.scoring import exit_code, misconceptions, student_view

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

    assert misconceptions(results) == ("M02", "M01")


def test_a_hidden_check_keeps_its_secrets() -> None:
    """The student reads a hidden check's sentence and headline, and nothing that could be looked up."""
    shown = student_view(report(result("test_a"), result("test_secret", Outcome.FAILED, hidden=True))).results[1]

    assert (shown.check.name, shown.check.sentence, shown.headline) == ("h1", "A sentence.", "A headline.")
    assert (shown.expected, shown.got, shown.output, shown.timeline) == ("", "", "", ())
    assert (shown.took, shown.possible, shown.line, [f.file for f in shown.findings]) == (2.0, 1.0, 3, ["a.py"])


def found(*findings: Finding, line: int = 0, took: float | None = 3.0, possible: float | None = 1.0) -> CheckResult:
    """What a student sees of a failed hidden check with these findings."""
    failed = replace(
        result("test_secret", Outcome.FAILED, hidden=True), findings=findings, line=line, took=took, possible=possible
    )
    once = student_view(report(failed)).results[0]
    assert once == student_view(report(once)).results[0]
    return once


def test_a_hidden_check_tells_one_line_and_each_kind_once() -> None:
    """Neither how many findings there are, nor their order, their lines or their seconds carry anything out."""
    told = [
        Finding(kind, str(line), "a.py", line, float(line))
        for line in (7, 8, 9)
        for kind in ("task left behind", "busy wait", "blocking call", "never awaited")
    ]

    kinds = ["blocking call", "busy wait", "never awaited", "task left behind"]
    assert {7} == {one.line for one in found(*told).findings} - {0}
    assert kinds == [one.kind for one in found(*told).findings]
    assert found(*told) == found(*sorted(told, key=lambda one: (one.line, one.kind)))
    assert [one for one in found(*told, line=4).findings if one.line] == []
    assert [one.kind for one in found(*told, line=7).findings[1:] if one.line] == ["busy wait"]


@pytest.mark.parametrize(("blocked", "told"), [(1.0, 0.0), (2.0, 2.0), (90.0, 2.0)])
def test_blocking_calls_of_a_hidden_check_explain_all_or_nothing(blocked: float, told: float) -> None:
    """The seconds that a submission tells only say whether they are as many as it took too long."""
    (shown,) = found(Finding("blocking call", "m", "a.py", 7, blocked)).findings

    assert told == shown.seconds


@pytest.mark.parametrize(
    ("took", "told"), [(2.0, 2.0), (6.25, 6.25), (12.34567, 12.3), (0.0004321, 0.0), (1e5 + 1 / 3, 1e4)]
)
def test_a_time_of_a_hidden_check_is_shortened(took: float, told: float) -> None:
    """A submission chooses how long it sleeps: three digits of it are told, and none where nobody compared it."""
    assert (told, None) == (found(took=took).took, found(took=took, possible=None).took)


def test_a_visible_check_is_shown_whole() -> None:
    """Nothing of a visible check is left out, but what it needs is told by its alias."""
    whole = report(result("test_a"), result("test_b"), result("test_secret", hidden=True))

    first, second, _ = student_view(whole).results

    assert whole.results[0] == first
    assert second.check.needs == ("h1",)


def test_seen_twice_is_seen_once() -> None:
    """A student's view of a student's view is the same."""
    once = student_view(report(result("test_b"), result("test_secret", hidden=True), result("test_more", hidden=True)))

    assert once == student_view(once)


def test_points_do_not_change_with_the_reader() -> None:
    """Both views tell the same points."""
    whole = report(result("test_a"), result("test_secret", Outcome.FAILED, hidden=True))

    assert (whole.points, whole.max) == (2, 4)
    assert (student_view(whole).points, student_view(whole).max) == (2, 4)
