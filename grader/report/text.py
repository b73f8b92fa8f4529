"""A report as its student reads it in a terminal, 80 columns wide. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from grader.model import PASSED, CheckResult, Finding, Mode, Outcome, Report
from grader.report.diff import difference
from grader.report.headline import (
    FAILURES,
    Headline,
    HeadlineSource,
    explained,
    line_of,
    needing,
    ruled,
    source_of,
    stated,
    took,
    waiting,
)
from grader.report.layout import (
    WIDTH,
    FactBlock,
    Ink,
    Style,
    beside,
    folded,
    fraction,
    legible,
    linked,
    paint,
    signs,
    tick,
)
from grader.report.timeline import critical_path, draw, tell
from grader.text import count_of

TIMELINE_INDENT = "  "


def timelines(report: Report, *, style: Style, width: int = WIDTH) -> list[str]:
    """Return each check that has a timeline: its sentence, and who ran when below it, in at most `width` columns."""
    lines: list[str] = []
    for result in report.results:
        picture = timeline(result, style=style, width=width)
        if picture:
            lines += [*([""] if lines else []), *folded(result.check.sentence, indent="", width=width), "", *picture]
    return lines


def timeline(result: CheckResult, *, style: Style, indent: str = TIMELINE_INDENT, width: int = WIDTH) -> list[str]:
    """Return who ran when in one check, in at most `width` columns; nothing where nothing is known."""
    return [f"{indent}{line}" for line in draw(result.timeline, width=width - len(indent), signs=signs(style))]


MOST_FINDINGS = 12
MOST_PRINTED = 12
MOST_TOLD = 30
INDENT = "      "


class Detail(StrEnum):
    """How much to say."""

    SHORT = "short"
    FULL = "full"


def text(report: Report, *, style: Style, detail: Detail = Detail.SHORT, links: str = "", width: int = WIDTH) -> str:
    """Return each check with its tick, the one headline explained, findings, points and verdict.

    Timelines are drawn in `width` columns; all else is written for 80, and a narrower screen folds it. `links` is the
    URI of the student's file, for a terminal in which a place may be clicked.
    """
    report = legible(report)
    lines = [_title(report, style), ""]
    lines += _reason(report, style)
    lines += _checks(report, style, detail, links, width)
    lines += _findings(report, style, links)
    lines += _ending(report, style, detail)
    return "\n".join(_spaced(lines)) + "\n"


def _spaced(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines with never more than one empty line between two."""
    before = ""
    for line in lines:
        if line or before:
            yield line.rstrip()
        before = line


def _title(report: Report, style: Style) -> str:
    name = f"{report.kata}  {report.kata_title}"
    return paint(name, Ink.LOUD, style) + beside(len(name), report.submit)


def _reason(report: Report, style: Style) -> Iterator[str]:
    if not report.reason:
        return
    for line in folded(report.reason, indent="  "):
        yield paint(line, Ink.BAD, style)
    yield ""


def _checks(report: Report, style: Style, detail: Detail, links: str, width: int) -> Iterator[str]:
    results = report.results
    kept_back = waiting(results)
    told = explained(report)
    for result in results:
        if result in kept_back:
            # What a failed need keeps from running is one line, at the foot.
            yield from _statement(result, style) if detail is Detail.FULL else ()
            continue
        yield from _statement(result, style)
        if told is not None and result is told.result:
            yield from _explained(report, told, style, links)
        elif result.outcome is not Outcome.PASSED:
            yield from _headline(result)
        if not result.check.hidden and (result.outcome in FAILURES or detail is Detail.FULL):
            yield from _seen(result, style, width)
    if kept_back:
        said = f"  {needing(len(kept_back))}"
        points = fraction(0, sum(result.check.points for result in kept_back)) if detail is Detail.SHORT else ""
        yield paint(said, Ink.QUIET, style) + beside(len(said), points)
    if results:
        yield ""


def _statement(result: CheckResult, style: Style) -> Iterator[str]:
    """Yield the check's sentence between its tick and its points."""
    mark = "TIMED OUT" if style is Style.PLAIN else "✔"
    indent = " " * (len(mark) + 3)
    sentence = folded(f"{result.check.sentence} {ruled(result)}".rstrip(), indent=indent, width=WIDTH - 8)
    points = fraction(result.points, result.check.points)
    yield f"  {tick(result.outcome, style)} {sentence[0][len(indent) :]}{beside(len(sentence[0]), points)}"
    yield from sentence[1:]


def _explained(report: Report, told: Headline, style: Style, links: str) -> Iterator[str]:
    """Yield what was misunderstood, expected and got, where, how long it took, and what to do next."""
    result = told.result
    assert result is not None
    yield ""
    for line in folded(f"{told.code}  {told.sentence}" if told.code else told.sentence, indent=INDENT):
        yield paint(line, Ink.BAD, style)
    facts = FactBlock(INDENT)
    _compared(facts, result)
    number = line_of(told)
    if number:
        facts.add_lines("line", [linked(f"{report.submit}:{number}", number, links)])
    if told.seen is not None and told.seen.message not in told.sentence:
        facts.add("seen", told.seen.message)
    facts.add("time", took(result))
    facts.add("why", critical_path(result.timeline, result.took, result.possible))
    facts.add("next", f"grade hint {report.kata}")
    if not result.check.hidden:
        facts.add("", f"grade {report.kata} --check {result.check.name} -v")
    yield ""
    yield from facts.lines
    yield ""


def _compared(facts: FactBlock, result: CheckResult) -> None:
    """Expected and got, aligned with a mark under the first difference where they have a shape in common."""
    found = difference(result.expected, result.got, width=WIDTH - len(INDENT) - 10)
    if found is None:
        facts.add("expected", result.expected)
        facts.add("got", result.got)
        return
    width = max(1, max(side.end - side.start for side in found[:2]))
    start = found.expected.start
    where = " " * start + "^" * width + f" first difference: {found.place}"
    if start + width + len(found.place) + 19 > WIDTH - len(INDENT) - 10:
        where = " " * start + "^" * width
        facts.add_lines("expected", [found.expected.text])
        facts.add_lines("got", [found.got.text, where, f"first difference: {found.place}"])
        return
    facts.add_lines("expected", [found.expected.text])
    facts.add_lines("got", [found.got.text, where])


def _headline(result: CheckResult) -> list[str]:
    """Return what a failed check says below its sentence, in the words it has: that sentence is not said again."""
    if source_of(result) is not HeadlineSource.BEHAVIOUR or result.outcome is not Outcome.FAILED:
        said = stated(result)
        return folded(f"{result.misconception}  {said}" if result.misconception else said, indent=INDENT)
    facts = FactBlock(INDENT)
    _compared(facts, result)
    return facts.lines


def _seen(result: CheckResult, style: Style, width: int) -> Iterator[str]:
    """Yield what the student's code printed under this check, and who ran when."""
    printed = result.output.splitlines()
    if printed:
        yield f"{INDENT}printed"
        yield from (f"{INDENT}  {line}"[:WIDTH] for line in printed[:MOST_PRINTED])
        if len(printed) > MOST_PRINTED:
            yield f"{INDENT}  and {count_of(len(printed) - MOST_PRINTED, 'more line')}"
        yield ""
    picture = _timeline(result, style, width - len(INDENT))
    yield from (f"{INDENT}{line}" for line in picture)
    if picture:
        yield ""


def _timeline(result: CheckResult, style: Style, width: int) -> list[str]:
    """Return who ran when: drawn, or in sentences where pictures make no sense."""
    if style is not Style.PLAIN:
        return list(draw(result.timeline, width=width, signs=signs(style)))
    told = tell(result.timeline)
    lines = [line for said in told[:MOST_TOLD] for line in folded(said, indent="", hang="    ", width=width)]
    more = f"and {count_of(len(told) - MOST_TOLD, 'more sentence')}: grade timeline --text"
    return [*lines, *([more] * (len(told) > MOST_TOLD))]


def _findings(report: Report, style: Style, links: str) -> Iterator[str]:
    findings = list(dict.fromkeys(report.findings))
    if not findings:
        return
    yield paint("Seen on the way (advice, no points)", Ink.LOUD, style)
    for finding in findings[:MOST_FINDINGS]:
        place = _place(finding)
        first, *rest = folded(place + finding.message, indent="  ", hang="    ")
        known = place.rstrip(": ") if finding.line and finding.file == report.submit else ""
        yield first.replace(known, linked(known, finding.line, links), 1) if known else first
        yield from rest
    if len(findings) > MOST_FINDINGS:
        yield f"  and {len(findings) - MOST_FINDINGS} more"
    yield ""


def _place(finding: Finding) -> str:
    if not finding.file:
        return ""
    return f"{finding.file}:{finding.line}: " if finding.line else f"{finding.file}: "


def _ending(report: Report, style: Style, detail: Detail) -> Iterator[str]:
    ink = Ink.GOOD if report.verdict in PASSED else Ink.BAD
    said = paint(str(report.verdict), ink, style)
    if report.pending:
        yield f"{said}: {report.points} of {count_of(report.max, 'point')} here; {judged_elsewhere(report.pending)}."
        yield NOT_A_GRADE[report.mode]
    else:
        points = f"{report.points} of {count_of(report.max, 'point')}, " if report.results else ""
        yield f"{points}{said}. {NOT_A_GRADE[report.mode]}"
    if detail is Detail.FULL:
        layers = ", ".join(layer.partition(":")[0] for layer in report.protections.layers) or "none"
        yield from folded(f"protections: {report.protections.level} ({layers})", indent="", hang="  ")
        yield f"the same again: grade {report.kata} --seed {report.seed}"
    if report.verdict in PASSED:
        yield "next: grade next"


def judged_elsewhere(points: int) -> str:
    """Return what is said of points that are not judged here."""
    return f"{count_of(points, 'more is', 'more are')} judged by your instructor"


NOT_A_GRADE = {
    Mode.SPLIT: "This is a self-check, not a grade.",
    Mode.IN_PROCESS: "It ran in-process, for a debugger: not a grade.",
}
