"""A report whose texts cannot move a terminal's cursor, colour it, or reorder what is read. Pure."""

from __future__ import annotations

from dataclasses import replace

from grader.model import CheckResult, Finding, Report, TimelineEvent
from grader.text import one_line, terminal


def legible(report: Report) -> Report:
    """The same report, escaped for a terminal. What entered clean, as everything should, stays as it is."""
    return replace(
        report,
        reason=one_line(report.reason),
        submit=one_line(report.submit),
        results=tuple(_result(result) for result in report.results),
        findings=tuple(_finding(finding) for finding in report.findings),
    )


def _result(result: CheckResult) -> CheckResult:
    return replace(
        result,
        headline=terminal(result.headline),
        expected=terminal(result.expected),
        got=terminal(result.got),
        output=terminal(result.output),
        findings=tuple(_finding(finding) for finding in result.findings),
        timeline=tuple(_event(event) for event in result.timeline),
    )


def _finding(finding: Finding) -> Finding:
    return finding._replace(message=terminal(finding.message), file=one_line(finding.file))


def _event(event: TimelineEvent) -> TimelineEvent:
    return event._replace(
        task=one_line(event.task),
        by=one_line(event.by),
        label=terminal(event.label),
        call=terminal(event.call),
    )
