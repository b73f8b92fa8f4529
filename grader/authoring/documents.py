"""The gallery and the ladder, documents made from the katas and from what their wrong solutions are told. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from grader.model import Kata, Report
from grader.report.layout import Style
from grader.report.scoring import student_view
from grader.report.text import text
from grader.text import count_of

HEADER = re.compile(r'\A"""(.*?)"""\n(?:#[^\n]*\n)*', re.DOTALL)


def gallery_text(wrong: Iterable[tuple[Kata, Path, Report]]) -> str:
    """Return the whole gallery: each wrong solution, and what its student reads."""
    return "\n\n".join([GALLERY_ABOUT, *("\n".join(_wrong_solution(*one)) for one in wrong)]) + "\n"


def _wrong_solution(kata: Kata, path: Path, report: Report) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    header = HEADER.match(source)
    belief = " ".join(header[1].split()) if header else path.stem
    code = source[header.end() :].strip("\n") if header else source.strip("\n")
    yield f"## {kata.id} {kata.title}"
    yield ""
    yield f"Track {kata.track}, `{path.name}`. {belief}"
    yield ""
    yield _fenced(code, "python")
    yield ""
    yield _fenced(text(student_view(report), style=Style.PICTURES).rstrip("\n"), "text")


def _fenced(code: str, language: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"


GALLERY_ABOUT = """\
# Feedback gallery

Wrong solutions from across the tracks, and the exact text a student sees for each. Made by `grade dev gallery`;
`grade dev gallery --check` fails when it is stale. Do not edit it by hand. The line numbers count the lines that stand
above the code in the solution's file."""


LADDER_ABOUT = """\
# The ladder

Every kata by track, what it teaches and what it comes after; then every concept of the lessons behind this course, with
the katas that teach it. Made by `grade dev ladder`; `grade dev ladder --check` fails when it is stale. Do not edit it
by hand.
"""


def ladder_text(katas: Sequence[Kata], concepts: Mapping[str, str]) -> str:
    """Return the whole document; `concepts` are the lessons' concepts by their codes, in order."""
    lines = [LADDER_ABOUT]
    for track in dict.fromkeys(kata.track for kata in katas):
        lines += [*_track(track, [kata for kata in katas if kata.track == track]), ""]
    lines += [*_concepts(katas, concepts)]
    return "\n".join(lines) + "\n"


def _track(track: str, katas: Sequence[Kata]) -> Iterator[str]:
    points = sum(kata.points for kata in katas)
    yield f"## {track.replace('-', ' ').capitalize()}"
    yield ""
    yield f"{count_of(len(katas), 'kata')}, {count_of(points, 'point')}."
    yield ""
    yield "| kata | kind | difficulty | points | after | teaches |"
    yield "|---|---|---|---|---|---|"
    for kata in katas:
        link = f"[{kata.id} {_cell(kata.title)}](../katas/{kata.slug}/README.md)"
        after, teaches = ", ".join(kata.after) or "–", ", ".join(map(_cell, kata.concepts)) or "–"
        yield f"| {link} | {kata.kind} | {kata.difficulty} | {kata.points} | {after} | {teaches} |"


def _concepts(katas: Sequence[Kata], concepts: Mapping[str, str]) -> Iterator[str]:
    taught = sum(any(code in kata.seeds for kata in katas) for code in concepts)
    yield "## Concepts of the lessons"
    yield ""
    yield f"{taught} of {len(concepts)} have a kata so far."
    yield ""
    yield "| concept | about | katas |"
    yield "|---|---|---|"
    for code, about in concepts.items():
        names = ", ".join(kata.id for kata in katas if code in kata.seeds) or "–"
        yield f"| {code} | {_cell(about)} | {names} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
