"""Submissions that are wrong in the identical way, as an instructor reads them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grader.render.layout import folded, fraction
from grader.render.style import Ink, Style, paint

WORDS = (
    "A list to look at, never a verdict. These are wrong, and the same program but for names, comments, annotations"
    " and layout; the kata's own programs are left out. Students of one course are told the same things and make the"
    " same mistakes: ask before you judge."
)
NONE = "No two students are wrong in the identical way."
MOST_PARTIES = 12


@dataclass(frozen=True, slots=True)
class Alike:
    """One program that several handed in, by kata; `parties` are students by id who did so apart from each other.

    `nodes` is the size of its syntax tree, `submissions` are ids of the gradebook, `points` what it earned.
    """

    kata: str
    title: str
    parties: tuple[tuple[str, ...], ...]
    submissions: tuple[int, ...]
    nodes: int
    points: int
    max: int
    misconceptions: tuple[str, ...] = ()
    same_file: bool = False


def similar_text(groups: Sequence[Alike], named: Callable[[str], str], *, most: int, style: Style) -> str:
    """The first `most` groups in 80 columns, numbered; `named` says how a student is called, safe to show."""
    if not groups:
        return NONE + "\n"
    lines = [*folded(WORDS, indent=""), ""]
    for number, alike in enumerate(groups[:most], start=1):
        lines += _group(number, alike, named, style)
    if len(groups) > most:
        lines += ["", f"… and {len(groups) - most} more: -v lists them."]
    return "\n".join(lines) + "\n"


def similar_document(groups: Sequence[Alike]) -> dict[str, Any]:
    """The same as plain data, students by id."""
    return {"version": 1, "note": WORDS, "groups": [_document(alike) for alike in groups]}


def sources_text(sources: Sequence[tuple[str, str]], *, style: Style) -> str:
    """The files of one group one after the other, each under whose it is; they are safe to show."""
    parts = [f"{paint(f'── {who}', Ink.LOUD, style)}\n{source.rstrip()}\n" for who, source in sources]
    return "\n".join(parts)


def _group(number: int, alike: Alike, named: Callable[[str], str], style: Style) -> Iterator[str]:
    points = f"{fraction(alike.points, alike.max)} points"
    facts = [f"{alike.kata} {alike.title}", f"{len(alike.parties)} apart", points]
    facts += [", ".join(alike.misconceptions)] if alike.misconceptions else []
    facts += [f"size {alike.nodes}", *(["the same file"] if alike.same_file else [])]
    head = f"{number:>3}  "
    first, *rest = folded("  ".join(facts), indent=head, hang=" " * len(head))
    yield paint(first, Ink.LOUD, style)
    yield from rest
    for party in alike.parties[:MOST_PARTIES]:
        yield from folded(" and ".join(map(named, party)), indent="       ", hang="         ")
    if len(alike.parties) > MOST_PARTIES:
        yield f"       … and {len(alike.parties) - MOST_PARTIES} more"


def _document(alike: Alike) -> dict[str, Any]:
    return {
        "kata": alike.kata,
        "students": [list(party) for party in alike.parties],
        "submissions": list(alike.submissions),
        "size": alike.nodes,
        "points": alike.points,
        "max": alike.max,
        "misconceptions": list(alike.misconceptions),
        "same_file": alike.same_file,
    }
