"""The timeline as sentences, one for each thing that happened: for those who do not look at pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from grader.model import TimelineEvent
from grader.timeline.reading import End, Kind, Part, Row, Timeline, Wake, read

ROWS = 12
MOST_SENTENCES = 12
MOST_WAKES = 8


def tell(events: Sequence[TimelineEvent]) -> tuple[str, ...]:
    """A sentence on the whole, then some for each task, in the order the tasks were made."""
    timeline = read(events)
    if not timeline.rows:
        return ()
    rows = timeline.rows[:ROWS]
    lines = [_whole(timeline)]
    for row in rows:
        lines += _of_row(row, timeline)
    if len(timeline.rows) > ROWS:
        lines.append(f"{len(timeline.rows) - ROWS} more tasks are not told here.")
    if timeline.cut:
        lines.append("It is cut here: too much happened to tell it all.")
    return tuple(lines)


def wakes(events: Sequence[TimelineEvent]) -> tuple[str, ...]:
    """A sentence for each time one task let another go on: what arrows show in a picture, where no label does."""
    timeline = read(events)
    said = [_woken(wake, timeline) for wake in timeline.wakes if not wake.is_told]
    return tuple(said if len(said) <= MOST_WAKES else [*said[:MOST_WAKES], f"And {len(said) - MOST_WAKES} more times."])


def _woken(wake: Wake, timeline: Timeline) -> str:
    by, row = title(wake.by, timeline), title(wake.row, timeline)
    did = f"cancelled {row}" if wake.cancels else f"let {row} go on"
    return f"At {seconds(wake.at)} {by} {did}, which waited for {wake.label or 'something'}{place(wake.line)}."


def _whole(timeline: Timeline) -> str:
    tasks = "1 task" if len(timeline.rows) == 1 else f"{len(timeline.rows)} tasks"
    return f"Timeline of {tasks}, from 0 to {seconds(timeline.end)}."


def _of_row(row: Row, timeline: Timeline) -> list[str]:
    sentences = [f"{row.title}: {made}." for made in [_made(row, timeline)] if made] or [f"{row.title}:"]
    worth = [part for part in row.parts if _worth(part)]
    body = list(chain.from_iterable(_part(part, times, row, timeline) for part, times in _joined(worth)))
    if len(body) > MOST_SENTENCES:
        body = [*body[:MOST_SENTENCES], f"{len(body) - MOST_SENTENCES} more such steps."]
    told = [*sentences, *body, _ended(row, timeline)]
    return [told[0], *(f"  {sentence}" for sentence in told[1:])]


def _worth(part: Part) -> bool:
    return part.kind is not Kind.RUNS and not (part.kind is Kind.WAITS and not part.seconds and not part.by)


def _joined(parts: Sequence[Part]) -> Iterator[tuple[Part, int]]:
    """Each part and how often: the same wait again and again, with nothing between, is one that is longer."""
    first, times = 0.0, 0
    for part, following in zip_longest(parts, parts[1:]):
        first = first if times else part.start
        times += 1
        if following is None or not _again(part, following):
            yield (replace(part, start=first) if times > 1 else part), times
            times = 0


def _again(part: Part, following: Part) -> bool:
    same = part.kind is following.kind is Kind.WAITS and not part.by and not following.by
    return same and part.stop == following.start and (part.awaited, part.label) == (following.awaited, following.label)


def _made(row: Row, timeline: Timeline) -> str:
    if not row.made_by:
        return f"awaited by the check from {seconds(row.made_at)} on" if not row.is_task else ""
    return f"made at {seconds(row.made_at)} by {title(row.made_by, timeline)}{place(row.made_line)}"


def _part(part: Part, times: int, row: Row, timeline: Timeline) -> Iterator[str]:
    span = f"From {part.start:g} to {seconds(part.stop)}"
    if part.kind is Kind.BLOCKS:
        what = part.label or "a call that does not await"
        yield f"{span} {what}{place(part.line)} blocked: for {seconds(part.seconds)} nobody else could run."
    elif part.kind is Kind.WAITS:
        when = span if part.seconds else f"At {seconds(part.start)}"
        often = f" {times} times" if times > 1 else ""
        yield f"{when} it waited{often} for {_awaited(part)}{_by(part, row, timeline)}."
    elif part.kind is Kind.STARVES:
        yield f"{span} it could have run, but {_holder(part, timeline)} held it up for {seconds(part.seconds)}."


def _awaited(part: Part) -> str:
    inner = f"{part.label or 'something'}{place(part.line)}"
    return f"{part.call}{place(part.call_line)}, in there for {inner}" if part.call else inner


def _by(part: Part, row: Row, timeline: Timeline) -> str:
    if not part.by or part.label.startswith(f"{part.by} "):
        return ""
    did = "cancelled it" if row.was_cancelled_in(part) else "let it go on"
    return f", until {title(part.by, timeline)} {did}"


def _holder(part: Part, timeline: Timeline) -> str:
    for row in timeline.rows:
        for other in row.parts:
            if other.kind is Kind.BLOCKS and other.start < part.stop and part.start < other.stop:
                return f"{other.label or 'a blocking call'} of {row.title}{place(other.line)}"
    return "somebody else"


def _ended(row: Row, timeline: Timeline) -> str:
    if row.end is End.OPEN:
        return f"It had not ended when the check did, at {seconds(row.ended_at)}."
    if row.end is End.FAILED:
        return f"It failed at {seconds(row.ended_at)} with {row.error or 'an exception'}."
    if row.end is End.CANCELLED:
        return f"It was cancelled at {seconds(row.ended_at)}."
    return f"It was done at {seconds(row.ended_at)}."


def title(name: str, timeline: Timeline) -> str:
    """A row's name as it is shown."""
    row = timeline.row(name)
    return row.title if row is not None else name


def place(line: int) -> str:
    """Where in the student's file, if that is known."""
    return f" (line {line})" if line else ""


def seconds(at: float) -> str:
    """Virtual seconds with their unit."""
    return f"{at:g} s"
