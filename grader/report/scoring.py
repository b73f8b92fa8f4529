"""From check results to a verdict, and from a report to what its reader may see. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from grader.errors import ExitCode
from grader.model import Check, CheckResult, Finding, Mode, Outcome, Report, Verdict, shortened_s


class View(StrEnum):
    """What a reader of a report may see."""

    INSTRUCTOR = "instructor"
    STUDENT = "student"


EXIT_CODES = {
    Verdict.ACCEPTED: ExitCode.ACCEPTED,
    Verdict.PASSED_SO_FAR: ExitCode.ACCEPTED,
    Verdict.REJECTED: ExitCode.REJECTED,
    Verdict.NOT_GRADABLE: ExitCode.NOT_GRADABLE,
    Verdict.UNABLE_TO_GRADE: ExitCode.OUR_FAULT,
}
WORST_FIRST = (ExitCode.OUR_FAULT, ExitCode.NOT_GRADABLE, ExitCode.REJECTED)


def exit_code(verdicts: Iterable[Verdict]) -> ExitCode:
    """Return how a command ends that came to these verdicts; nothing graded is 5."""
    codes = {EXIT_CODES[verdict] for verdict in verdicts}
    if not codes:
        return ExitCode.NOTHING_TO_GRADE
    return next((code for code in WORST_FIRST if code in codes), ExitCode.ACCEPTED)


def misconceptions(results: Sequence[CheckResult]) -> tuple[str, ...]:
    """Return the codes of what was misunderstood, each once, in the order of the checks."""
    return tuple(dict.fromkeys(result.misconception for result in results if result.misconception))


def viewed(report: Report, view: View) -> Report:
    """Return the report as this reader may see it."""
    return student_view(report) if view is View.STUDENT else report


def student_view(report: Report) -> Report:
    """Return the report without what would give a hidden check away: names, values, prints, timelines and its own
    faults go.

    What the check says in prepared words and its points stay. A submission may put what it was given into whatever it
    says, so of its own words and numbers nothing stays but the kinds of its findings, one line, and the time that the
    check compared, shortened. Seen twice it is the same.
    """
    alias = _aliases(report.results)
    results = tuple(_shown(result, alias, report.submit) for result in report.results)
    return replace(report, results=results, findings=_merged(report, results))


def student_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of docs/report.schema.json as a student may read it, made from the instructor's.

    It is what the report's own student view would be written as; the given document is left as it is.
    """
    bare = _bare(document)
    shown = student_view(bare)
    checks = [_as_shown(check, result) for check, result in zip(document["checks"], shown.results, strict=True)]
    findings = [finding._asdict() for finding in shown.findings]
    return {**document, "view": str(View.STUDENT), "checks": checks, "findings": findings}


def _bare(document: Mapping[str, Any]) -> Report:
    """As much of the document's report as decides what a student may see."""
    results = tuple(
        CheckResult(
            Check(check["id"], check["sentence"], check["max"], hidden=check["hidden"], needs=tuple(check["needs"])),
            Outcome(check["outcome"]),
            took=check["took"],
            possible=check["possible"],
            line=check["line"],
            findings=tuple(Finding(**finding) for finding in check["findings"]),
        )
        for check in document["checks"]
    )
    return Report(
        kata=document["kata"],
        kata_title=document["title"],
        kata_version=document["kata_version"],
        submit=document["submit"],
        verdict=Verdict(document["verdict"]),
        mode=Mode(document["mode"]),
        seed=document["seed"],
        sha256=document["sha256"],
        results=results,
        findings=tuple(Finding(**finding) for finding in document["findings"]),
    )


def _as_shown(check: Mapping[str, Any], result: CheckResult) -> dict[str, Any]:
    seen = {
        **check,
        "id": result.check.name,
        "needs": list(result.check.needs),
        "findings": [finding._asdict() for finding in result.findings],
    }
    gone: dict[str, Any] = {"expected": "", "got": "", "took": result.took, "output": "", "timeline": []}
    return {**seen, **gone} if result.check.hidden else seen


def _merged(report: Report, results: Sequence[CheckResult]) -> tuple[Finding, ...]:
    """Return each finding of the checks once, as they may be shown, and those that belong to no check."""
    checks = {found for result in report.results for found in result.findings}
    rest = [found for found in report.findings if found not in checks]
    visible = [found for result in results if not result.check.hidden for found in result.findings]
    # Of a hidden check's findings most have lost their line: a visible one of the same kind says more.
    told = {(found.kind, line) for found in visible for line in (0, found.line)}
    shown = [
        found
        for result in results
        for found in result.findings
        if not result.check.hidden or (found.kind, found.line) not in told
    ]
    return _own(dict.fromkeys([*shown, *rest]), report.submit)


def _neutral(result: CheckResult, submit: str) -> Iterator[Finding]:
    """Yield one finding of each kind without the submission's own words and numbers, and at most one line for the
    check.
    """
    found = {finding.kind: finding for finding in reversed(_own(result.findings, submit))}
    line = result.line
    for kind in sorted(found, key=[*WITHOUT_NAMES].index):
        seen = found[kind]._replace(message=WITHOUT_NAMES[kind], seconds=0.0)
        if kind not in WITH_LINE or line not in (0, seen.line):
            seen = seen._replace(line=0)
        line = line or seen.line
        yield seen._replace(seconds=_explained_s(result)) if kind == "blocking call" else seen


def _explained_s(result: CheckResult) -> float:
    """Return how many seconds too many the blocking calls of a hidden check account for: all of them, or none."""
    if result.took is None or result.possible is None:
        return 0.0
    blocked = sum(finding.seconds for finding in result.findings if finding.kind == "blocking call")
    held_up = 0 < result.took - result.possible <= blocked
    return max(0.0, shortened_s(result.took) - result.possible) if held_up else 0.0


def _compared_s(result: CheckResult) -> float | None:
    """Return the time that a hidden check took, where it compared it."""
    if result.took is None or result.possible is None:
        return None
    # Of a check that passed it is the time that the check asked for.
    return result.took if result.outcome is Outcome.PASSED else shortened_s(result.took)


def _aliases(results: Sequence[CheckResult]) -> dict[str, str]:
    hidden = [result.check.name for result in results if result.check.hidden]
    return {name: f"h{number}" for number, name in enumerate(hidden, start=1)}


def _shown(result: CheckResult, alias: dict[str, str], submit: str) -> CheckResult:
    check = replace(result.check, needs=tuple(alias.get(name, name) for name in result.check.needs))
    result = replace(result, fault=None, warnings=())
    if not check.hidden:
        return replace(result, check=check)
    return replace(
        result,
        check=replace(check, name=alias[check.name]),
        findings=tuple(_neutral(result, submit)),
        expected="",
        got="",
        took=_compared_s(result),
        output="",
        timeline=(),
    )


def _own(findings: Iterable[Finding], submit: str) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.file == submit)


# Whose line is where the code raised or blocked.
WITH_LINE = frozenset({"blocking call", "busy wait", "exception in a callback"})
WITHOUT_NAMES = {
    "blocking call": "a call held the whole loop",
    "busy wait": "reads the clock again and again in one step",
    "never awaited": "a coroutine was made but never awaited",
    "task left behind": "a task had not ended when the check did",
    "exception never retrieved": "the exception of a task was never seen by anybody",
    "exception in a callback": "a callback ended with an exception",
    "swallowed cancellation": "a task was asked to cancel and had not ended",
    "generator left open": "an async generator was left in the middle and not closed",
    "ended while loading": "the file ends the program while it is loaded",
}
