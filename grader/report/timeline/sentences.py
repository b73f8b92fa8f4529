"""The timeline as sentences, one for each thing that happened: for those who do not look at pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import NamedTuple

from grader.model import TimelineEvent
from grader.report.timeline.rows import DIGITS, End, Fold, Part, SpanKind, TaskRow, Timeline, Wake, folded, read
from grader.text import count_of

ROWS = 12
MOST_SENTENCES = 12
MOST_WAKES = 8
MOST_HOLDERS = 4


class Hold(NamedTuple):
    """A blocking call that holds a part up for so many virtual seconds of it."""

    start: float
    what: str
    line: int
    row: str
    seconds: float


def tell(events: Sequence[TimelineEvent]) -> tuple[str, ...]:
    """Return a sentence on the whole, then some for each task, in the order the tasks were made; those alike are told
    once.
    """
    timeline = read(events)
    if not timeline.rows:
        return ()
    folds = folded(timeline.rows)
    lines = [_whole(timeline)]
    for fold in folds[:ROWS]:
        lines += _of_row(fold, timeline)
    left = sum(len(fold.names) for fold in folds[ROWS:])
    if left:
        lines.append(f"{count_of(left, 'more task is', 'more tasks are')} not told here.")
    if timeline.cut:
        lines.append("It is cut here: too much happened to tell it all.")
    return tuple(lines)


def wakes(events: Sequence[TimelineEvent]) -> tuple[str, ...]:
    """Return a sentence for each time one task let another go on: what arrows show in a picture, where no label
    does.
    """
    timeline = read(events)
    titles = {name: fold.row.title for fold in folded(timeline.rows) for name in fold.names}
    alike = Counter(
        replace(wake, by=titles[wake.by], row=titles[wake.row]) for wake in timeline.wakes if not wake.is_told
    )
    said = [_woken(wake, times) for wake, times in alike.items()]
    left = len(said) - MOST_WAKES
    return tuple(said if left <= 0 else [*said[:MOST_WAKES], f"And {count_of(left, 'more time')}."])


def _woken(wake: Wake, times: int) -> str:
    """`by` and `row` are titles; as many as `times` say were let go on alike."""
    others = f" and {times - 1} more like it" if times > 1 else ""
    did = f"cancelled {wake.row}{others}" if wake.cancels else f"let {wake.row}{others} go on"
    what = f"which waited for {wake.label or 'something'}{place(wake.line)}"
    if wake.since >= 0:
        what = f"which could have gone on since {seconds(wake.since)}"
    return f"At {seconds(wake.at)} {wake.by} {did}, {what}."


def _whole(timeline: Timeline) -> str:
    return f"Timeline of {count_of(len(timeline.rows), 'task')}, from 0 to {seconds(timeline.end)}."


def _of_row(fold: Fold, timeline: Timeline) -> list[str]:
    row = fold.row
    named = f"{fold.title} ({fold.others})" if fold.others else fold.title
    sentences = [f"{named}: {made}." for made in [_made(row, timeline)] if made] or [f"{named}:"]
    worth = [part for part in row.parts if _worth(part)]
    body = list(chain.from_iterable(_part(part, times, row, timeline) for part, times in _joined(worth)))
    if len(body) > MOST_SENTENCES:
        body = [*body[:MOST_SENTENCES], f"{len(body) - MOST_SENTENCES} more such steps."]
    told = [*sentences, *body, _ended(row, timeline)]
    return [told[0], *(f"  {sentence}" for sentence in told[1:])]


def _worth(part: Part) -> bool:
    return part.kind is not SpanKind.RUNS and not (part.kind is SpanKind.WAITS and not part.seconds and not part.by)


def _joined(parts: Sequence[Part]) -> Iterator[tuple[Part, int]]:
    """Yield each part and how often: the same wait again and again, with nothing between, is one that is longer."""
    first, times = 0.0, 0
    for part, following in zip_longest(parts, parts[1:]):
        first = first if times else part.start
        times += 1
        if following is None or not _again(part, following):
            yield (replace(part, start=first) if times > 1 else part), times
            times = 0


def _again(part: Part, following: Part) -> bool:
    same = part.kind is following.kind is SpanKind.WAITS and not part.by and not following.by
    return same and part.stop == following.start and (part.awaited, part.label) == (following.awaited, following.label)


def _made(row: TaskRow, timeline: Timeline) -> str:
    if not row.made_by:
        return f"awaited by the check from {seconds(row.made_at)} on" if not row.is_task else ""
    return f"made at {seconds(row.made_at)} by {title(row.made_by, timeline)}{place(row.made_line)}"


def _part(part: Part, times: int, row: TaskRow, timeline: Timeline) -> Iterator[str]:
    span = f"From {part.start:g} to {seconds(part.stop)}"
    if part.kind is SpanKind.BLOCKS:
        what = part.label or "a call that does not await"
        yield f"{span} {what}{place(part.line)} blocked: for {seconds(part.seconds)} nobody else could run."
    elif part.kind is SpanKind.WAITS:
        when = span if part.seconds else f"At {seconds(part.start)}"
        often = f" {times} times" if times > 1 else ""
        what = f" for {_awaited(part)}" if part.label or part.line else ""
        yield f"{when} it waited{often}{what}{_by(part, row, timeline)}."
    elif part.kind is SpanKind.STARVES:
        yield f"{span} it could have run, but {_held_up(part, timeline)}."


def _awaited(part: Part) -> str:
    inner = f"{part.label or 'something'}{place(part.line)}"
    return f"{part.call}{place(part.call_line)}, in there for {inner}" if part.call else inner


def _by(part: Part, row: TaskRow, timeline: Timeline) -> str:
    if not part.by or part.label.startswith(f"{part.by} "):
        return ""
    did = "cancelled it" if row.was_cancelled_in(part) else "let it go on"
    return f", until {title(part.by, timeline)} {did}"


def _held_up(part: Part, timeline: Timeline) -> str:
    """Return who held it up, each for how long: the same call of one line again and again is told together."""
    held: dict[tuple[str, int], list[Hold]] = {}
    for hold in _holds(part, timeline):
        held.setdefault((hold.what, hold.line), []).append(hold)
    total = round(sum(hold.seconds for holds in held.values() for hold in holds), DIGITS)
    if len(held) == 1 and total == part.seconds:
        (alike,) = held.values()
        return f"{_calls(alike)} held it up for {seconds(part.seconds)}"
    told = [f"by {_calls(alike)} for {seconds(_sum(alike))}" for alike in held.values()]
    if total < part.seconds:
        told.append(f"by somebody else for {seconds(round(part.seconds - total, DIGITS))}")
    if len(told) > MOST_HOLDERS:
        rest = _sum([hold for alike in [*held.values()][MOST_HOLDERS:] for hold in alike])
        told = [*told[:MOST_HOLDERS], f"by {len(told) - MOST_HOLDERS} more for {seconds(rest)}"]
    return f"it was held up for {seconds(part.seconds)}, {', '.join(told)}"


def _holds(part: Part, timeline: Timeline) -> list[Hold]:
    """Return each blocking call in this part, in the order of their times."""
    found = [
        Hold(other.start, other.label or "a blocking call", other.line, row.title, span)
        for row in timeline.rows
        for other in row.parts
        if other.kind is SpanKind.BLOCKS
        and (span := round(min(other.stop, part.stop) - max(other.start, part.start), DIGITS)) > 0
    ]
    return sorted(found)


def _calls(alike: Sequence[Hold]) -> str:
    first = alike[0]
    who = f"{first.what} of {first.row}" if len(alike) == 1 else f"{len(alike)} calls of {first.what}"
    return f"{who}{place(first.line)}"


def _sum(holds: Sequence[Hold]) -> float:
    return round(sum(hold.seconds for hold in holds), DIGITS)


def _ended(row: TaskRow, timeline: Timeline) -> str:
    if row.end is End.OPEN:
        if timeline.cut:
            return f"It had not ended at {seconds(row.ended_at)}, where this is cut."
        return f"It had not ended when the check did, at {seconds(row.ended_at)}."
    if row.end is End.FAILED:
        return f"It failed at {seconds(row.ended_at)} with {row.error or 'an exception'}."
    if row.end is End.CANCELLED:
        by = f" by {title(row.cancelled_by, timeline)}" if row.cancelled_by else ""
        when = f", at {seconds(row.cancelled_at)}" if by and row.cancelled_at != row.ended_at else ""
        ended = f" and ended at {seconds(row.ended_at)}" if when else f" at {seconds(row.ended_at)}"
        return f"It was cancelled{by}{when}{ended}."
    return f"It was done at {seconds(row.ended_at)}."


def title(name: str, timeline: Timeline) -> str:
    """Return a row's name as it is shown."""
    row = timeline.row(name)
    return row.title if row is not None else name


def place(line: int) -> str:
    """Return where in the student's file, if that is known."""
    return f" (line {line})" if line else ""


def seconds(at: float) -> str:
    """Virtual seconds with their unit."""
    return f"{at:g} s"
