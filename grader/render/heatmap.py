"""Student × kata as a picture of a few paths, however many cells there are. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from grader.render.board import listed
from grader.scores import Standing
from grader.summary import Cell, Line

CELL_WIDTH, CELL_HEIGHT, GAP = 11, 13, 1
NAME_WIDTH, HEAD_HEIGHT = 190, 52
NAME_LETTERS = 26
ROWS_EACH = 100
BY_SHARE = ((0.0, "s0"), (0.4, "s1"), (0.7, "s2"), (1.0, "s3"))
BY_STANDING = {
    Standing.MISSING: "missing",
    Standing.NOT_STARTED: "missing",
    Standing.WAITING: "waiting",
    Standing.EXCUSED: "excused",
    Standing.OPEN: "open",
}
WORDS = {
    "s0": "no points",
    "s1": "below 40 %",
    "s2": "40 to 69 %",
    "s3": "70 % and more",
    "s4": "full marks",
    "missing": "missing or not started",
    "waiting": "not marked yet",
    "excused": "excused",
    "open": "there is time left",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of some of the rows, and what it is of."""

    svg: Markup
    title: str


def shade(cell: Cell) -> str:
    """The name of a cell's colour: one of WORDS."""
    share = cell.share
    if share is None:
        return BY_STANDING.get(cell.standing, "open")
    if share <= 0.0:
        return "s0"
    return next((name for below, name in BY_SHARE if share < below), "s4")


def heat_map(lines: Sequence[Line], katas: Sequence[str]) -> list[Drawing]:
    """Every student a row, every kata a column, in pictures of ROWS_EACH students: one path for each colour."""
    return [_drawing(lines[first : first + ROWS_EACH], katas) for first in range(0, len(lines), ROWS_EACH)]


def _drawing(lines: Sequence[Line], katas: Sequence[str]) -> Drawing:
    width = NAME_WIDTH + len(katas) * CELL_WIDTH
    height = HEAD_HEIGHT + len(lines) * CELL_HEIGHT
    title = f"Points of {listed(lines[0].student)} to {listed(lines[-1].student)}"
    inside = [*_heads(katas), *_names(lines), *_cells(lines)]
    drawn = (
        f'<svg class="heat" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(title)}">{"".join(inside)}</svg>'
    )
    return Drawing(Markup(drawn), title)


def _heads(katas: Sequence[str]) -> list[str]:
    """The katas' numbers, upright, from below."""
    return [
        f'<text transform="translate({NAME_WIDTH + place * CELL_WIDTH + 9} {HEAD_HEIGHT - 5}) rotate(-90)">'
        f"{escape(kata)}</text>"
        for place, kata in enumerate(katas)
    ]


def _names(lines: Sequence[Line]) -> list[str]:
    return [
        f'<text x="0" y="{HEAD_HEIGHT + number * CELL_HEIGHT + 10}">{escape(_cut(listed(line.student)))}</text>'
        for number, line in enumerate(lines)
    ]


def _cells(lines: Sequence[Line]) -> list[str]:
    """One path for each colour; neighbours of a row that look the same are one rectangle."""
    paths: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(lines):
        place = 0
        for name, run in groupby(map(shade, line.cells)):
            size = len(list(run))
            if name != "open":
                x, y = NAME_WIDTH + place * CELL_WIDTH, HEAD_HEIGHT + number * CELL_HEIGHT
                across, down = size * CELL_WIDTH - GAP, CELL_HEIGHT - GAP
                paths[name].append(f"M{x} {y}h{across}v{down}h-{across}z")
            place += size
    return [f'<path class="{name}" d="{"".join(parts)}"/>' for name, parts in sorted(paths.items())]


def _cut(name: str) -> str:
    return name if len(name) <= NAME_LETTERS else name[: NAME_LETTERS - 1] + "…"
