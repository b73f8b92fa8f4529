"""A scoreboard and the list of katas as text. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.history import Progress
from grader.model import Kata
from grader.render.layout import WIDTH
from grader.render.style import Ink, Style, paint
from grader.scoreboard import Row

NAME_WIDTH = 34


def board(rows: Sequence[Row], *, columns: Sequence[str], style: Style) -> str:
    """Places, names, points for each column and in all."""
    head = f"{'':>4}  {'':<{NAME_WIDTH}}" + "".join(f"{column:>8}" for column in columns) + f"{'total':>8}"
    lines = [paint(head, Ink.LOUD, style)]
    for row in rows:
        points = "".join(f"{points:>8}" for points in row.entry.points)
        name = row.entry.name[:NAME_WIDTH]
        lines.append(f"{row.rank:>4}  {name:<{NAME_WIDTH}}{points}{row.entry.total:>8}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def listing(katas: Sequence[Kata], made: Mapping[str, Progress], *, style: Style) -> str:
    """Every kata on a line: its state, id, title, track, difficulty and best points."""
    lines = [_line(kata, made.get(kata.id), style).rstrip() for kata in katas]
    done = sum(1 for kata in katas if made.get(kata.id, Progress()).done)
    return "\n".join([*lines, "", f"{done} of {len(katas)} done"]) + "\n"


def _line(kata: Kata, made: Progress | None, style: Style) -> str:
    state = _state(made, style)
    level = "*" * kata.difficulty
    best = f"{made.best}/{made.max}" if made else ""
    title = kata.title if len(kata.title) <= TITLE_WIDTH else kata.title[: TITLE_WIDTH - 2] + ".."
    return f"  {state} {kata.id}  {title:<{TITLE_WIDTH}}  {kata.track:<15} {level:<5} {best:>6}"


def _state(made: Progress | None, style: Style) -> str:
    plain = style is Style.PLAIN
    if made is None:
        return "not tried" if plain else " "
    if made.done:
        return paint("done     " if plain else "✔", Ink.GOOD, style)
    return paint("begun    " if plain else "~", Ink.CODE, style)


TITLE_WIDTH = WIDTH - 52
