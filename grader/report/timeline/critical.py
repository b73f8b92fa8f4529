"""The critical path: which waits, one after the other, add up to the time a check took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from grader.model import TimelineEvent
from grader.report.timeline.rows import DIGITS, End, Part, SpanKind, TaskRow, Timeline, read

MOST_STEPS = 6
MOST_HOPS = 10_000


class Link(NamedTuple):
    """One wait (or blocking call) of the path: what it was for, how long it lasted, where it stands."""

    label: str
    seconds: float
    line: int


class _Walk(NamedTuple):
    row: TaskRow
    at: float
    line: int = 0
    label: str = ""


def critical_path(events: Sequence[TimelineEvent], took: float | None, possible: float | None) -> str:
    """Return a sentence on why it took longer than possible, or nothing where it did not or nobody can tell."""
    if took is None or possible is None or took <= possible:
        return ""
    links = path(read(events))
    total = round(sum(link.seconds for link in links), DIGITS)
    if not links or total <= possible:
        return ""
    whole = f"{_number(took)} =" if total == took else f"{_number(total)} of the {_number(took)} s ="
    lines = {link.line for link in links}
    same = len(lines) == 1
    terms = list(_terms(links, same))
    if len(terms) > MOST_STEPS:
        terms = [*terms[:MOST_STEPS], f"{len(terms) - MOST_STEPS} more"]
    after = ", each started after the one before had ended" if len(links) > 1 else ""
    where = f" (line {links[0].line})" if same and links[0].line else ""
    return f"{whole} {' + '.join(terms)}{after}{where}"


def path(timeline: Timeline) -> tuple[Link, ...]:
    """Return the links from the first to the last moment of what the check awaited, walked back from its end."""
    last = _last(timeline)
    if last is None:
        return ()
    links: list[Link] = []
    walk: _Walk | None = _Walk(last, last.ended_at)
    for _ in range(MOST_HOPS):
        if walk is None:
            break
        link, walk = _back(walk, timeline)
        if link is not None and link.seconds > 0:
            links.append(link)
    return tuple(reversed(links))


def _last(timeline: Timeline) -> TaskRow | None:
    """Return the row that ended last; one the check itself awaited goes first."""
    awaited = [row for row in timeline.rows if not row.is_task] or list(timeline.rows)
    last = max(awaited, key=lambda row: row.ended_at, default=None)
    return last if last is not None and last.end is not End.OPEN else None


def _back(walk: _Walk, timeline: Timeline) -> tuple[Link | None, _Walk | None]:
    """Return what filled the time just before, and from where to go on."""
    row, at = walk.row, walk.at
    part = _part_before(row, at)
    if part is None:
        return None, _before_it_was_made(walk, timeline)
    if part.kind is SpanKind.STARVES or part.kind is SpanKind.CREATED:
        holder = _holder(part, timeline)
        if holder is not None:
            return None, _Walk(holder, min(at, part.stop))
        return Link("held up", _until(part, at), 0), _Walk(row, part.start)
    label, line = part.awaited
    if part.kind is SpanKind.BLOCKS:
        return Link(label or "a blocking call", _until(part, at), line), _Walk(row, part.start)
    waker = timeline.row(part.by) if part.by and part.by != row.name else None
    if waker is not None and at == part.stop and _worked(waker, at):
        return None, _Walk(waker, at, line or walk.line, label)
    return Link(label or walk.label, _until(part, at), line or walk.line), _Walk(row, part.start, walk.line)


def _part_before(row: TaskRow, at: float) -> Part | None:
    """Return the part of this row that fills the time up to `at`."""
    return next((part for part in reversed(row.parts) if part.start < at <= part.stop), None)


def _worked(row: TaskRow, at: float) -> bool:
    """Return whether this row existed before: one that was made in the same moment explains nothing."""
    return row.made_at < at


def _before_it_was_made(walk: _Walk, timeline: Timeline) -> _Walk | None:
    """Return the row that made this one, at that moment, or what the check had awaited before."""
    row = walk.row
    maker = timeline.row(row.made_by) if row.made_by else None
    if maker is not None and maker.name != row.name and row.made_at > 0:
        return _Walk(maker, row.made_at)
    if row.is_task:
        return None
    before = [
        other
        for other in timeline.rows
        if not other.is_task and other.ended_at == row.made_at and other.made_at < row.made_at
    ]
    return _Walk(before[-1], row.made_at) if before else None


def _holder(part: Part, timeline: Timeline) -> TaskRow | None:
    for row in timeline.rows:
        if any(other.kind is SpanKind.BLOCKS and other.start < part.stop <= other.stop for other in row.parts):
            return row
    return None


def _until(part: Part, at: float) -> float:
    return round(at - part.start, DIGITS)


def _terms(links: Sequence[Link], same_line: bool) -> Iterator[str]:
    """Yield each link as a term of the sum; many of the same are told once."""
    for (label, seconds, line), group in groupby(links):
        times = len(list(group))
        told = label if label.endswith(f"({seconds:g})") else f"{label} {seconds:g}"
        if line and not same_line:
            told += f" (line {line})"
        if times > MOST_STEPS // 2:
            yield f"{times} times {told}"
        else:
            yield from [told] * times


def _number(seconds: float) -> str:
    return f"{seconds:.1f}" if seconds == int(seconds) else f"{seconds:g}"
