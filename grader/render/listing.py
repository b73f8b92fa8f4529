"""`grade list`: every kata below its track, with its difficulty, its points, and whether one is ready for it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from grader.history import Progress
from grader.model import Kata
from grader.render.layout import WIDTH, fraction
from grader.render.style import Ink, Style, paint

# What a line takes beside its title and its state.
TAKEN = 46
NAMED = 2


class State(StrEnum):
    """How a student stands with a kata, as it is said without pictures."""

    DONE = "done"
    BEGUN = "begun"
    READY = "ready"
    LATER = "later"


SIGNS = {State.DONE: "✔", State.BEGUN: "~", State.READY: "·", State.LATER: " "}
INKS = {State.DONE: Ink.GOOD, State.BEGUN: Ink.CODE, State.READY: Ink.LOUD, State.LATER: Ink.QUIET}


def listing(katas: Sequence[Kata], made: Mapping[str, Progress], *, style: Style) -> str:
    """Every kata on a line below its track: state, id, title, difficulty, points, and what it comes after."""
    lines: list[str] = []
    for track in dict.fromkeys(kata.track for kata in katas):
        own = [kata for kata in katas if kata.track == track]
        lines += [paint(f"{track}, {_done(own, made)} of {len(own)} done", Ink.LOUD, style)]
        lines += [_line(kata, katas, made, style).rstrip() for kata in own]
        lines += [""]
    lines += [f"{_done(katas, made)} of {len(katas)} done. {_legend(style)}".rstrip()]
    return "\n".join(lines) + "\n"


def _done(katas: Sequence[Kata], made: Mapping[str, Progress]) -> int:
    return sum(made.get(kata.id, Progress()).done for kata in katas)


def _line(kata: Kata, katas: Sequence[Kata], made: Mapping[str, Progress], style: Style) -> str:
    lacking = list(_lacking(kata, katas, made))
    state = _state(made.get(kata.id), lacking)
    shown = f"{state:<5}" if style is Style.PLAIN else SIGNS[state]
    room = WIDTH - TAKEN - len(shown)
    title = kata.title if len(kata.title) <= room else kata.title[: room - 2] + ".."
    level = "*" * kata.difficulty
    told = f"after {', '.join(lacking[:NAMED])}{' …' * (len(lacking) > NAMED)}" if state is State.LATER else ""
    points = fraction(made[kata.id].best if kata.id in made else 0, kata.points)
    return f"  {paint(shown, INKS[state], style)} {kata.id}  {title:<{room}} {level:<5} {points:>5}  {told}"


def _lacking(kata: Kata, katas: Sequence[Kata], made: Mapping[str, Progress]) -> Iterator[str]:
    """What it builds on that is here and not done."""
    here = {other.id for other in katas}
    return (name for name in kata.after if name in here and not made.get(name, Progress()).done)


def _state(made: Progress | None, lacking: Sequence[str]) -> State:
    if made is not None:
        return State.DONE if made.done else State.BEGUN
    return State.LATER if lacking else State.READY


def _legend(style: Style) -> str:
    """What the signs mean; words need no legend."""
    return "" if style is Style.PLAIN else "  ".join(f"{sign} {state}" for state, sign in SIGNS.items() if sign.strip())
