"""How far a student is, as text in 80 columns. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.history import Attempt, Progress, progress
from grader.history.standing import first_time_passes, standing
from grader.model import Kata
from grader.render.layout import WIDTH, folded
from grader.render.style import Ink, Style, paint
from grader.testing.misconceptions import BY_CODE

NOTHING: Mapping[str, str] = {}
BAR = 20
FULL, EMPTY = {True: "#", False: "█"}, {True: ".", False: "░"}


def progress_page(
    katas: Sequence[Kata], made: Sequence[Attempt], *, style: Style, own: Mapping[str, str] = NOTHING
) -> str:
    """Tracks with their points, streaks, attempts, and the misconceptions that still stand.

    `own` are the sentences of those that the set defines, by their codes.
    """
    far = progress(made)
    lines = [*_tracks(katas, far, style), "", *_counts(made, far), ""]
    lines += _standing(made, own, style)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _tracks(katas: Sequence[Kata], far: Mapping[str, Progress], style: Style) -> Iterator[str]:
    yield paint(f"  {'track':<16}{'':<{BAR}}{'katas':>12}{'points':>14}", Ink.LOUD, style)
    for track in dict.fromkeys(kata.track for kata in katas):
        yield _row(track, [kata for kata in katas if kata.track == track], far, style)
    yield _row("in all", katas, far, style)


def _row(name: str, katas: Sequence[Kata], far: Mapping[str, Progress], style: Style) -> str:
    none = Progress()
    done = sum(far.get(kata.id, none).done for kata in katas)
    possible = sum(kata.points for kata in katas)
    points = min(possible, sum(far.get(kata.id, none).best for kata in katas))
    bar = _bar(points, possible, style)
    return f"  {name:<16}{bar}{f'{done} of {len(katas)}':>12}{f'{points} of {possible}':>14}"


def _bar(points: int, possible: int, style: Style) -> str:
    plain = style is Style.PLAIN
    full = BAR * points // possible if possible else 0
    return paint(FULL[plain] * full, Ink.GOOD, style) + EMPTY[plain] * (BAR - full)


def _counts(made: Sequence[Attempt], far: Mapping[str, Progress]) -> Iterator[str]:
    streak = first_time_passes(made)
    yield f"  attempts            {len(made)}, at {len(far)} kata{'s' * (len(far) != 1)}"
    yield f"  first-time passes   {streak.now} in a row, {streak.best} at best"


def _standing(made: Sequence[Attempt], own: Mapping[str, str], style: Style) -> Iterator[str]:
    stands = standing(made)
    if not stands:
        yield "No misconception stands."
        return
    yield paint("Misconceptions still standing", Ink.LOUD, style)
    for code, names in stands.items():
        yield from folded(
            f"{code}  {_sentence(code, own)} ({', '.join(names)})", indent="  ", hang=" " * 7, width=WIDTH
        )
    first = next((code for code in stands if code in BY_CODE and code != "M00"), "")
    if first:
        yield f"  Learn more: grade explain {first}"


def _sentence(code: str, own: Mapping[str, str]) -> str:
    known = BY_CODE.get(code)
    return known.sentence if known is not None else own.get(code, "A newer grader knows this one.")
