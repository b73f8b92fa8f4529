"""Lines of text in 80 columns, folded, aligned and free of what moves a cursor, in colour or in plain words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from textwrap import wrap
from typing import TYPE_CHECKING

from grader.model import CheckResult, Finding, Outcome, Report, TimelineEvent
from grader.text import count_of, one_line, terminal

if TYPE_CHECKING:
    from grader.report.timeline import Signs


def legible(report: Report) -> Report:
    """Return the same report, escaped for a terminal. What entered clean, as everything should, stays as it is."""
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


class Style(StrEnum):
    """How much the reader's terminal can show."""

    COLOUR = "colour"
    PICTURES = "pictures"
    PLAIN = "plain"


class Ink(StrEnum):
    """What a colour means; the value is its ANSI code."""

    GOOD = "32"
    BAD = "31"
    QUIET = "2"
    LOUD = "1"
    CODE = "33"


TICKS = {
    Outcome.PASSED: "✔",
    Outcome.FAILED: "✘",
    Outcome.ERRORED: "✘",
    Outcome.TIMED_OUT: "✘",
    Outcome.NOT_RUN: "–",
}
WORDS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "FAILED",
    Outcome.ERRORED: "ERRORED",
    Outcome.TIMED_OUT: "TIMED OUT",
    Outcome.NOT_RUN: "not run",
}
INKS = {Outcome.PASSED: Ink.GOOD, Outcome.NOT_RUN: Ink.QUIET}


def paint(text: str, ink: Ink, style: Style) -> str:
    """Return the text in its colour, where there is colour."""
    return f"\x1b[{ink}m{text}\x1b[0m" if style is Style.COLOUR else text


def linked(text: str, line: int, links: str) -> str:
    """Return the text as a link to that line of the file at the URI `links` (OSC 8), where there is one."""
    return f"\x1b]8;;{links}#{line}\x1b\\{text}\x1b]8;;\x1b\\" if links else text


def tick(outcome: Outcome, style: Style) -> str:
    """Return a tick or a cross, or the word for it, in a fixed width."""
    if style is Style.PLAIN:
        return f"{WORDS[outcome]:<9}"
    return paint(TICKS[outcome], INKS.get(outcome, Ink.BAD), style)


def signs(style: Style) -> Signs:
    """Return how a timeline is drawn in this style."""
    # Where everything holds nothing is drawn, and `grade kata11` has no time for the drawing.
    from grader.report.timeline import ASCII, PICTURES

    return ASCII if style is Style.PLAIN else PICTURES


WIDTH = 80
MOST_LINES = 6


def folded(said: str, *, indent: str, hang: str | None = None, width: int = WIDTH) -> list[str]:
    """Return the text in lines of at most `width` columns, never empty; `hang` indents all but the first."""
    rest = indent if hang is None else hang
    return wrap(said, width, initial_indent=indent, subsequent_indent=rest) or [indent]


def beside(used: int, said: str) -> str:
    """Return the text at the right edge of a line of which `used` columns are taken."""
    return " " * max(2, WIDTH - used - len(said)) + said


def fraction(earned: int, possible: int) -> str:
    """Points earned out of points possible, such as "3/4"."""
    return f"{earned}/{possible}"


def _pieces(line: str, width: int) -> list[str]:
    """Return the line, its own blanks kept, in pieces that all begin under its first word."""
    first, *rest = wrap(line, width, drop_whitespace=False) or [""]
    return [first.rstrip(), *(piece.strip() for piece in rest)]


class FactBlock:
    """Names and values under each other, the values aligned; what is empty is left out."""

    def __init__(self, indent: str) -> None:
        self._indent = indent
        self.lines: list[str] = []

    def add(self, name: str, value: str) -> None:
        """Add one value, in at most a few lines."""
        if not value:
            return
        head = f"{self._indent}{name:<8}  "
        lines = [piece for line in value.splitlines() for piece in _pieces(line, WIDTH - len(head))]
        shown = [head + lines[0], *(" " * len(head) + line for line in lines[1:MOST_LINES])]
        self.lines += shown if len(lines) <= MOST_LINES else [*shown, f"{' ' * len(head)}(cut here)"]

    def add_lines(self, name: str, values: Sequence[str]) -> None:
        """Add lines that are as wide as they are to be."""
        heads = [f"{self._indent}{name:<8}  ", *(" " * (len(self._indent) + 10) for _ in values[1:])]
        self.lines += [head + value for head, value in zip(heads, values, strict=True)]


KEPT_AT_END = 2
# What a terminal shows, between codes that take no column: colours, and links around a place.
_SHOWN = re.compile(r"((?:\x1b\[[0-9;]*m|\x1b\]8;;.*?\x1b\\)*)([^\x1b])?")


def fitted(lines: Sequence[str], columns: int) -> list[str]:
    """Return the lines with each that is wider than `columns` folded, at a blank where it has one, under its own
    indent.
    """
    return [piece for line in lines for piece in ([line] if len(line) <= columns else _folded(line, columns))]


def _folded(line: str, columns: int) -> Iterator[str]:
    cells = [found.groups("") for found in _SHOWN.finditer(line)]
    plain = "".join(shown for _, shown in cells)
    indent = " " * min(len(plain) - len(plain.lstrip()), columns // 2)
    start, margin = 0, ""
    while len(margin) + len(plain) - start > columns:
        stop = start + columns - len(margin)
        blank = plain.rfind(" ", start, stop + 1)
        # Never at a blank of the indent: that would be a line with nothing in it.
        stop = blank if plain[start : max(start, blank)].strip() else stop
        following = stop + len(plain[stop:]) - len(plain[stop:].lstrip())
        codes = "".join(code for code, _ in cells[stop:following])
        yield margin + "".join(map("".join, cells[start:stop])).rstrip() + codes
        start, margin = following, indent
    yield margin + "".join(map("".join, cells[start:]))


def bounded(lines: Sequence[str], rows: int) -> list[str]:
    """At most `rows` lines: the beginning, how many are left out, and the last ones, where the verdict stands."""
    if len(lines) <= rows:
        return list(lines)
    end = KEPT_AT_END if rows > 2 * KEPT_AT_END else 0
    shown = max(0, rows - end - 1)
    left = len(lines) - shown - end
    return [*lines[:shown], f"  … {count_of(left, 'more line')}: a taller window shows them"][: max(1, rows)] + (
        list(lines[-end:]) if end else []
    )


def without_passed(lines: Sequence[str], tick: str, *, passed: int) -> list[str]:
    """Return the lines of a report with those of its passed checks made one; `tick` is what such a line begins with."""
    kept: list[str] = []
    told = inside = False
    for line in lines:
        if line.startswith(f"  {tick} "):
            inside = True
            kept += [] if told else [f"  {tick} {count_of(passed, 'check')} passed"]
            told = True
        elif not (inside and line.startswith("    ")):
            inside = False
            kept.append(line)
    return kept
