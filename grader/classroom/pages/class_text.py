"""A whole class in a few lines of text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from grader.classroom.scores.model import CheckSummary, ClassSummary, KataSummary, points_text
from grader.classroom.scores.summary import nobody_passes
from grader.model import Level
from grader.report.layout import Ink, Style, folded, paint
from grader.text import count_of

MOST_TOLD = 5
MOST_KATAS = 20
MOST_NAMED = 4


def class_text(summary: ClassSummary, *, style: Style) -> str:
    """Return who is there, katas, misconceptions, checks nobody passes, who is missing, in 80 columns."""
    lines = [paint(f"{summary.course}, {moment(summary.made)}", Ink.LOUD, style), *_folded(handed_in(summary))]
    lines += _folded(confined(summary))
    lines += _folded(summary.told)
    lines += ["", paint(KATA_HEAD, Ink.QUIET, style), *map(_kata, summary.katas[:MOST_KATAS])]
    lines += _more(len(summary.katas) - MOST_KATAS, "katas")
    for heading, told in (("Misunderstood", _misunderstood(summary)), ("Nobody passes", _nobody(summary))):
        if told:
            lines += ["", paint(heading, Ink.LOUD, style), *told]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def moment(made: datetime) -> str:
    """Return a moment as a person reads it, with its time zone where that is known."""
    return f"{made:%Y-%m-%d %H:%M %Z}".rstrip()


def handed_in(summary: ClassSummary) -> str:
    """Return how many students there are, and of how many something counts."""
    said = f"{count_of(len(summary.lines), 'student')}, {count_of(len(summary.katas), 'kata')}. "
    said += f"{count_of(summary.graded, 'has', 'have')} points by now"
    if not summary.absent:
        return f"{said}."
    return f"{said}; {count_of(len(summary.absent), 'has', 'have')} handed in nothing of what was due."


def confined(summary: ClassSummary) -> str:
    """Return how the attempts that count were confined; nothing where there are none."""
    if not summary.attempts:
        return ""
    levels = ", ".join(f"{summary.levels[level]} {level}" for level in Level if summary.levels.get(level))
    attempts = count_of(summary.attempts, "attempt that counts", "attempts that count")
    said = f"Protections of the {attempts}: {levels or 'not known'}."
    return f"{said} {count_of(summary.unconfined, 'was', 'were')} accepted unconfined." if summary.unconfined else said


def _kata(kata: KataSummary) -> str:
    average = points_text(kata.average) or "-"
    median = points_text(kata.median) or "-"
    title = kata.column.title if len(kata.column.title) <= 24 else kata.column.title[:22] + ".."
    return (
        f"  {kata.column.kata:<8}{title:<25}{kata.graded:>6}{kata.full:>6}{average:>8}{median:>7}"
        f"{kata.column.max:>4}{len(kata.missing):>8}{len(kata.not_started):>5}"
    )


def _misunderstood(summary: ClassSummary) -> list[str]:
    lines: list[str] = []
    for one in summary.misunderstood[:MOST_TOLD]:
        more = f" and {len(one.katas) - MOST_NAMED} more" if len(one.katas) > MOST_NAMED else ""
        where = f"({', '.join(one.katas[:MOST_NAMED])}{more})"
        lines += folded(f"{one.percent:>3} %  {one.code}  {one.sentence} {where}", indent="  ", hang=" " * 14)
    return lines + _more(len(summary.misunderstood) - MOST_TOLD, "")


def _nobody(summary: ClassSummary) -> list[str]:
    found: Sequence[CheckSummary] = nobody_passes(summary.checks)
    lines: list[str] = []
    for one in found[:MOST_TOLD]:
        lines += folded(f"{one.kata}  {one.sentence} (0 of {one.judged})", indent="  ", hang=" " * 10)
    return lines + _more(len(found) - MOST_TOLD, "")


def _more(left: int, what: str) -> list[str]:
    return [f"  and {left} more {what}".rstrip() + "."] if left > 0 else []


def _folded(said: str) -> Iterator[str]:
    return iter(folded(said, indent="") if said else [])


KATA_HEAD = f"  {'':<33}{'graded':>6}{'full':>6}{'average':>8}{'median':>7}{'of':>4}{'missing':>8}{'stub':>5}"
