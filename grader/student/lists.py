"""The lists a student reads: lessons, katas and progress, as text in 80 columns. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from grader.model import Kata, Outcome, Report
from grader.report.layout import WIDTH, Ink, Style, folded, fraction, paint
from grader.report.text import timeline
from grader.student import Attempt, KataProgress, progress
from grader.student.lessons import Lesson
from grader.student.proposals import first_time_passes, standing
from grader.testing.misconceptions import BY_CODE
from grader.text import count_of

NOTHING: Mapping[str, str] = {}
INDENT = "  "
MOST_PRINTED = 12


def lesson_page(code: str, lesson: Lesson, played: Report, *, style: Style) -> str:
    """Return the sentence, the program with its line numbers, what its run showed, what goes wrong, what to do
    instead.
    """
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
    """Return every misconception on a line; those that the student still has are marked with the katas that showed
    them.

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


def listing(katas: Sequence[Kata], progress_by_kata: Mapping[str, KataProgress], *, style: Style) -> str:
    """Return every kata on a line below its track: state, id, title, difficulty, points, and what it comes after."""
    lines: list[str] = []
    for track in dict.fromkeys(kata.track for kata in katas):
        own = [kata for kata in katas if kata.track == track]
        lines += [paint(f"{track}, {_done(own, progress_by_kata)} of {len(own)} done", Ink.LOUD, style)]
        lines += [_line(kata, katas, progress_by_kata, style).rstrip() for kata in own]
        lines += [""]
    lines += [f"{_done(katas, progress_by_kata)} of {len(katas)} done. {_legend(style)}".rstrip()]
    return "\n".join(lines) + "\n"


def _done(katas: Sequence[Kata], progress_by_kata: Mapping[str, KataProgress]) -> int:
    return sum(progress_by_kata.get(kata.id, KataProgress()).done for kata in katas)


def _line(kata: Kata, katas: Sequence[Kata], progress_by_kata: Mapping[str, KataProgress], style: Style) -> str:
    lacking = list(_lacking(kata, katas, progress_by_kata))
    state = _state(progress_by_kata.get(kata.id), lacking)
    shown = f"{state:<5}" if style is Style.PLAIN else SIGNS[state]
    room = WIDTH - TAKEN - len(shown)
    title = kata.title if len(kata.title) <= room else kata.title[: room - 2] + ".."
    level = "*" * kata.difficulty
    note = f"after {', '.join(lacking[:NAMED])}{' …' * (len(lacking) > NAMED)}" if state is State.LATER else ""
    note = note or _pending(progress_by_kata.get(kata.id))
    points = fraction(progress_by_kata[kata.id].best if kata.id in progress_by_kata else 0, kata.points)
    return f"  {paint(shown, INKS[state], style)} {kata.id}  {title:<{room}} {level:<5} {points:>5}  {note}"


def _pending(progress_by_kata: KataProgress | None) -> str:
    return f"{progress_by_kata.pending} pending" if progress_by_kata is not None and progress_by_kata.pending else ""


def _lacking(kata: Kata, katas: Sequence[Kata], progress_by_kata: Mapping[str, KataProgress]) -> Iterator[str]:
    """Yield what it builds on that is here and not done."""
    here = {other.id for other in katas}
    return (name for name in kata.after if name in here and not progress_by_kata.get(name, KataProgress()).done)


def _state(progress_by_kata: KataProgress | None, lacking: Sequence[str]) -> State:
    if progress_by_kata is not None:
        return State.DONE if progress_by_kata.done else State.BEGUN
    return State.LATER if lacking else State.READY


def _legend(style: Style) -> str:
    """Return what the signs mean; words need no legend."""
    return "" if style is Style.PLAIN else "  ".join(f"{sign} {state}" for state, sign in SIGNS.items() if sign.strip())


NO_PROGRESS: Mapping[str, str] = {}
BAR = 20
FULL, EMPTY = {True: "#", False: "█"}, {True: ".", False: "░"}


def progress_page(
    katas: Sequence[Kata], progress_by_kata: Sequence[Attempt], *, style: Style, own: Mapping[str, str] = NO_PROGRESS
) -> str:
    """Tracks with their points, streaks, attempts, and the misconceptions that still stand.

    `own` are the sentences of those that the set defines, by their codes.
    """
    far = progress(progress_by_kata)
    lines = [*_tracks(katas, far, style), "", *_counts(progress_by_kata, far), ""]
    lines += _standing(progress_by_kata, own, style)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _tracks(katas: Sequence[Kata], far: Mapping[str, KataProgress], style: Style) -> Iterator[str]:
    yield paint(f"  {'track':<16}{'':<{BAR}}{'katas':>12}{'points':>14}", Ink.LOUD, style)
    for track in dict.fromkeys(kata.track for kata in katas):
        yield _row(track, [kata for kata in katas if kata.track == track], far, style)
    yield _row("in all", katas, far, style)


def _row(name: str, katas: Sequence[Kata], far: Mapping[str, KataProgress], style: Style) -> str:
    none = KataProgress()
    done = sum(far.get(kata.id, none).done for kata in katas)
    possible = sum(kata.points for kata in katas)
    points = min(possible, sum(far.get(kata.id, none).best for kata in katas))
    bar = _bar(points, possible, style)
    return f"  {name:<16}{bar}{f'{done} of {len(katas)}':>12}{f'{points} of {possible}':>14}"


def _bar(points: int, possible: int, style: Style) -> str:
    plain = style is Style.PLAIN
    full = BAR * points // possible if possible else 0
    return paint(FULL[plain] * full, Ink.GOOD, style) + EMPTY[plain] * (BAR - full)


def _counts(tried: Sequence[Attempt], far: Mapping[str, KataProgress]) -> Iterator[str]:
    streak = first_time_passes(tried)
    yield f"  attempts            {len(tried)}, at {count_of(len(far), 'kata')}"
    pending = sum(each.pending for each in far.values())
    if pending:
        yield f"  pending             {count_of(pending, 'point')}: your instructor judges them"
    yield f"  first-time passes   {streak.now} in a row, {streak.best} at best"


def _standing(progress_by_kata: Sequence[Attempt], own: Mapping[str, str], style: Style) -> Iterator[str]:
    stands = standing(progress_by_kata)
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
