"""Programs beside each other, below each other, or as a difference. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from itertools import zip_longest
from typing import NamedTuple

from grader.render.layout import WIDTH
from grader.render.style import Ink, Style, paint
from grader.wire.text import clean

GAP = 3
NUMBER = 4
LONGEST = 400
TAB = 4
INKS = {"+": Ink.GOOD, "-": Ink.BAD, "@": Ink.CODE}


class Program(NamedTuple):
    """A program to show, under its title."""

    title: str
    source: str

    @property
    def lines(self) -> list[str]:
        """Its lines, safe to print."""
        return [clean(line.expandtabs(TAB), LONGEST) for line in self.source.splitlines()]


def beside(left: Program, right: Program, *, width: int, style: Style) -> list[str]:
    """Two programs in two columns with line numbers; what is too long for its column goes on in the next line."""
    half = (max(width, WIDTH) - GAP) // 2
    bar = "|" if style is Style.PLAIN else "│"
    head = f"{left.title[:half]:<{half}} {bar} {right.title[:half]}"
    rows = zip_longest(_column(left, half), _column(right, half), fillvalue="")
    return [paint(head, Ink.LOUD, style), *(f"{mine:<{half}} {bar} {theirs}".rstrip() for mine, theirs in rows)]


def below(program: Program, *, style: Style) -> list[str]:
    """One program under its title, with line numbers."""
    return [paint(program.title, Ink.LOUD, style), *(_numbered(number, line) for number, line in _counted(program))]


def difference(left: Program, right: Program, *, style: Style) -> list[str]:
    """What to change in the left one to come to the right one, as a unified diff."""
    lines = [line.rstrip("\n") for line in unified_diff(left.lines, right.lines, left.title, right.title, lineterm="")]
    return [paint(line, INKS[line[0]], style) if line[:1] in INKS else line for line in lines]


def _column(program: Program, width: int) -> Iterator[str]:
    room = width - NUMBER - 1
    for number, line in _counted(program):
        first, *rest = _pieces(line, room)
        yield _numbered(number, first)
        for piece in rest:
            yield f"{'':>{NUMBER}} {piece}"


def _pieces(line: str, room: int) -> list[str]:
    """The line in pieces no wider than that, broken at a space where there is one; the later ones are indented more."""
    indent = " " * min(len(line) - len(line.lstrip()) + 2, room // 2)
    pieces: list[str] = []
    while len(line) > room:
        at = line.rfind(" ", len(indent), room + 1)
        at = at if at > room // 2 else room
        pieces.append(line[:at])
        line = indent + line[at:].lstrip()
    return [*pieces, line]


def _counted(program: Program) -> Sequence[tuple[int, str]]:
    return list(enumerate(program.lines, start=1))


def _numbered(number: int, line: str) -> str:
    return f"{number:>{NUMBER}} {line}"
