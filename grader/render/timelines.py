"""The timelines of a report on a page of their own, and a single one at any indent. Pure."""

from __future__ import annotations

from grader.model import CheckResult, Report
from grader.render.layout import WIDTH, folded
from grader.render.style import Style, signs
from grader.timeline import draw

INDENT = "  "


def timelines(report: Report, *, style: Style, width: int = WIDTH) -> list[str]:
    """Each check that has a timeline: its sentence, and who ran when below it, in at most `width` columns."""
    lines: list[str] = []
    for result in report.results:
        picture = timeline(result, style=style, width=width)
        if picture:
            lines += [*([""] if lines else []), *folded(result.check.sentence, indent="", width=width), "", *picture]
    return lines


def timeline(result: CheckResult, *, style: Style, indent: str = INDENT, width: int = WIDTH) -> list[str]:
    """Who ran when in one check, in at most `width` columns; nothing where nothing is known."""
    return [f"{indent}{line}" for line in draw(result.timeline, width=width - len(indent), signs=signs(style))]
