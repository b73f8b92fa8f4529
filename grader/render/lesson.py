"""A misconception explained, as text in 80 columns. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grader.lessons import Lesson
from grader.model import Outcome, Report
from grader.render.layout import WIDTH, folded
from grader.render.style import Ink, Style, paint
from grader.render.timelines import timeline
from grader.testing.misconceptions import BY_CODE

NOTHING: Mapping[str, str] = {}
INDENT = "  "
MOST_PRINTED = 12


def lesson_page(code: str, lesson: Lesson, played: Report, *, style: Style) -> str:
    """The sentence, the program with its line numbers, what its run showed, what goes wrong, what to do instead."""
    title = folded(f"{code}  {BY_CODE[code].sentence}", indent="", hang=" " * 5)
    lines = [*(paint(line, Ink.LOUD, style) for line in title), ""]
    lines += [f"{number:>4}  {line}" for number, line in enumerate(lesson.program.splitlines(), start=1)]
    lines += ["", *_run(played, style)]
    lines += [*folded(f"Wrong    {lesson.wrong}", indent="", hang=" " * 9), ""]
    lines += folded(f"Instead  {lesson.instead}", indent="", hang=" " * 9)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _run(played: Report, style: Style) -> Iterator[str]:
    if not played.results:
        yield from folded(f"It could not be run here: {played.reason}", indent=INDENT)
        yield ""
        return
    (result,) = played.results
    picture = timeline(result, style=style, indent=INDENT)
    yield from picture
    yield from [""] if picture else []
    printed = result.output.splitlines()[:MOST_PRINTED]
    if printed:
        yield f"{INDENT}It prints"
        yield from (f"{INDENT}  {line}"[:WIDTH] for line in printed)
    if result.outcome is not Outcome.PASSED:
        yield from folded(f"It ends so: {result.headline}", indent=INDENT, hang=INDENT * 2)
    for finding in result.findings:
        place = f"line {finding.line}: " if finding.line else ""
        yield from folded(f"Seen: {place}{finding.message}", indent=INDENT, hang=INDENT * 2)
    yield ""


def lesson_list(
    lessons: Mapping[str, Lesson],
    stands: Mapping[str, tuple[str, ...]],
    *,
    style: Style,
    own: Mapping[str, str] = NOTHING,
) -> str:
    """Every misconception on a line; those that the student still has are marked with the katas that showed them.

    `own` are the sentences of those that the set defines, by their codes.
    """
    lines: list[str] = []
    sentences = {code: BY_CODE[code].sentence for code in lessons} | dict(own)
    for code, sentence in sentences.items():
        katas = f" (still yours: {', '.join(stands[code])})" if code in stands else ""
        first, *rest = folded(f"{code}  {sentence}{katas}", indent=INDENT, hang=" " * 7)
        lines += [paint(first, Ink.CODE, style) if katas else first, *rest]
    lines += ["", "See one at work: grade explain M02"]
    return "\n".join(lines) + "\n"
