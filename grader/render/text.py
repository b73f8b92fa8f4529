"""A report as its student reads it in a terminal, 80 columns wide. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from grader.model import CheckResult, Finding, Mode, Outcome, Report, Verdict
from grader.render.layout import WIDTH, Block, beside, folded, fraction
from grader.render.style import Ink, Style, paint, signs, tick
from grader.timeline import draw

MOST_FINDINGS = 12
MOST_PRINTED = 12
INDENT = "      "
FAILURES = (Outcome.FAILED, Outcome.ERRORED, Outcome.TIMED_OUT)


class Detail(StrEnum):
    """How much to say."""

    SHORT = "short"
    FULL = "full"


def text(report: Report, *, style: Style, detail: Detail = Detail.SHORT) -> str:
    """Each check with its tick, the first failure explained, findings, points and verdict."""
    lines = [_title(report, style), ""]
    lines += _reason(report, style)
    lines += _checks(report, style, detail)
    lines += _findings(report, style)
    lines += _ending(report, style, detail)
    return "\n".join(_spaced(lines)) + "\n"


def _spaced(lines: Iterable[str]) -> Iterator[str]:
    """The lines with never more than one empty line between two."""
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


def _checks(report: Report, style: Style, detail: Detail) -> Iterator[str]:
    results = report.results
    by_name = {result.check.name: result for result in results}
    first = next((result for result in results if result.outcome in FAILURES), None)
    for result in results:
        yield from _statement(result, style)
        if result is first:
            yield from _explained(report, result, style)
        elif result.outcome is Outcome.NOT_RUN:
            yield from _ground(result, by_name, style)
        elif result.outcome is not Outcome.PASSED:
            yield from folded(_headline(result), indent=INDENT)
        if not result.check.hidden and (result.outcome in FAILURES or detail is Detail.FULL):
            yield from _seen(result, style)
    if results:
        yield ""


def _statement(result: CheckResult, style: Style) -> Iterator[str]:
    """The check's sentence between its tick and its points."""
    mark = "TIMED OUT" if style is Style.PLAIN else "✔"
    indent = " " * (len(mark) + 3)
    sentence = folded(result.check.sentence, indent=indent, width=WIDTH - 8)
    points = fraction(result.points, result.check.points)
    yield f"  {tick(result.outcome, style)} {sentence[0][len(indent) :]}{beside(len(sentence[0]), points)}"
    yield from sentence[1:]


def _explained(report: Report, result: CheckResult, style: Style) -> Iterator[str]:
    """What was misunderstood, expected and got, where, how long it took, and what to do next."""
    yield ""
    for line in folded(_headline(result), indent=INDENT):
        yield paint(line, Ink.BAD, style)
    facts = Block(INDENT)
    facts.add("expected", result.expected)
    facts.add("got", result.got)
    facts.add("line", f"{report.submit}:{result.line}" if result.line else "")
    facts.add("time", _time(result))
    facts.add("next", f"grade hint {report.kata}")
    if not result.check.hidden:
        facts.add("", f"grade {report.kata} --check {result.check.name} -v")
    yield ""
    yield from facts.lines
    yield ""


def _headline(result: CheckResult) -> str:
    said = result.headline or SILENT[result.outcome]
    return f"{result.misconception}  {said}" if result.misconception else said


def _time(result: CheckResult) -> str:
    if result.took is None:
        return ""
    took = f"{result.took:g} virtual seconds"
    return took if result.possible is None else f"{took}; {result.possible:g} is possible"


def _ground(result: CheckResult, by_name: Mapping[str, CheckResult], style: Style) -> Iterator[str]:
    """What must hold before this check can be run."""
    missing = [
        by_name[name].check.sentence
        for name in result.check.needs
        if name in by_name and by_name[name].outcome is not Outcome.PASSED
    ]
    said = "needs first: " + " ".join(missing) if missing else result.headline or SILENT[Outcome.NOT_RUN]
    for line in folded(said, indent=INDENT if style is not Style.PLAIN else " " * 12):
        yield paint(line, Ink.QUIET, style)


def _seen(result: CheckResult, style: Style) -> Iterator[str]:
    """What the student's code printed under this check, and who ran when."""
    printed = result.output.splitlines()
    if printed:
        yield f"{INDENT}printed"
        yield from (f"{INDENT}  {line}"[:WIDTH] for line in printed[:MOST_PRINTED])
        if len(printed) > MOST_PRINTED:
            yield f"{INDENT}  and {len(printed) - MOST_PRINTED} more lines"
        yield ""
    picture = draw(result.timeline, width=WIDTH - len(INDENT), signs=signs(style))
    yield from (f"{INDENT}{line}" for line in picture)
    if picture:
        yield ""


def _findings(report: Report, style: Style) -> Iterator[str]:
    seen = [*report.findings, *(finding for result in report.results for finding in result.findings)]
    findings = list(dict.fromkeys(seen))
    if not findings:
        return
    yield paint("Seen on the way (advice, no points)", Ink.LOUD, style)
    for finding in findings[:MOST_FINDINGS]:
        yield from folded(_place(finding) + finding.message, indent="  ", hang="    ")
    if len(findings) > MOST_FINDINGS:
        yield f"  and {len(findings) - MOST_FINDINGS} more"
    yield ""


def _place(finding: Finding) -> str:
    if not finding.file:
        return ""
    return f"{finding.file}:{finding.line}: " if finding.line else f"{finding.file}: "


def _ending(report: Report, style: Style, detail: Detail) -> Iterator[str]:
    ink = Ink.GOOD if report.verdict is Verdict.ACCEPTED else Ink.BAD
    said = paint(str(report.verdict), ink, style)
    if report.results:
        said = f"{report.points} of {report.max} points, {said}"
    yield f"{said}. {NOT_A_GRADE[report.mode]}"
    if report.pending:
        yield f"{report.pending} more points are judged by the instructor."
    if detail is Detail.FULL:
        layers = ", ".join(layer.partition(":")[0] for layer in report.protections.layers) or "none"
        yield from folded(f"protections: {report.protections.level} ({layers})", indent="", hang="  ")
        yield f"the same again: grade {report.kata} --seed {report.seed}"
    if report.verdict is Verdict.ACCEPTED:
        yield "next: grade next"


SILENT = {
    Outcome.PASSED: "It holds.",
    Outcome.FAILED: "This does not hold yet.",
    Outcome.ERRORED: "This check is broken: that is our fault, not yours.",
    Outcome.TIMED_OUT: "This took too long and was stopped.",
    Outcome.NOT_RUN: "This was not run.",
}
NOT_A_GRADE = {
    Mode.SPLIT: "This is a self-check, not a grade.",
    Mode.IN_PROCESS: "It ran in-process, for a debugger: not a grade.",
}
