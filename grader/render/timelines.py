"""The timelines of a report on a page of their own, and a single one at any indent. Pure."""

from __future__ import annotations

from grader.model import CheckResult, Report
from grader.render.layout import WIDTH, folded
from grader.render.style import Style, signs
from grader.timeline import draw

INDENT = "  "


def timelines(report: Report, *, style: Style) -> list[str]:
    """Each check that has a timeline: its sentence, and who ran when below it."""
    lines: list[str] = []
    for result in report.results:
        picture = timeline(result, style=style)
        if picture:
            lines += [*([""] if lines else []), *folded(result.check.sentence, indent=""), "", *picture]
    return lines


def timeline(result: CheckResult, *, style: Style, indent: str = INDENT) -> list[str]:
    """Who ran when in one check, in 80 columns; nothing where nothing is known."""
    return [f"{indent}{line}" for line in draw(result.timeline, width=WIDTH - len(indent), signs=signs(style))]
