"""The ladder: every kata by track, and every concept of the lessons with the katas that teach it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.model import Kata
from grader.text import count_of

ABOUT = """\
# The ladder

Every kata by track, what it teaches and what it comes after; then every concept of the lessons behind this course, with
the katas that teach it. Made by `grade dev ladder`; `grade dev ladder --check` fails when it is stale. Do not edit it
by hand.
"""


def ladder(katas: Sequence[Kata], concepts: Mapping[str, str]) -> str:
    """The whole document; `concepts` are the lessons' concepts by their codes, in order."""
    lines = [ABOUT]
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
