"""From events to rows: for each task what it did in which span of virtual time; rows that do the same told as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest
from math import floor, log10

from grader.model import TimelineEvent

DIGITS = 6
MOST_TICKS = 6


class SpanKind(StrEnum):
    """What a task does in one span of time."""

    CREATED = "created"
    RUNS = "runs"
    WAITS = "waits"
    BLOCKS = "blocks"
    STARVES = "starves"


class End(StrEnum):
    """How a task came out; OPEN is one that had not ended when the check did."""

    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    OPEN = "open"


ENDS = {"done": End.DONE, "error": End.FAILED, "cancelled": End.CANCELLED}


@dataclass(frozen=True, slots=True)
class Part:
    """One span of a row, in virtual seconds; `label` is what it waits for or what blocks, `line` the student's.

    `call` is what the row's own function awaits there, where the wait itself stands deeper; `by` who ended a wait.
    """

    kind: SpanKind
    start: float
    stop: float
    label: str = ""
    line: int = 0
    call: str = ""
    call_line: int = 0
    by: str = ""

    @property
    def seconds(self) -> float:
        """How long it is."""
        return round(self.stop - self.start, DIGITS)

    @property
    def awaited(self) -> tuple[str, int]:
        """What the row's own function awaits, and its line: in the words of whoever reads that function."""
        return (self.call, self.call_line) if self.call else (self.label, self.line)

    @property
    def labels(self) -> tuple[str, ...]:
        """What may be written into its span, the best first: the first that fits. On one line, whatever it held."""
        label, line = self.awaited
        label = " ".join(label.split())
        if self.kind is SpanKind.BLOCKS:
            return (f"{label}:{line}", label, f"{self.seconds:g} s") if label and line else (f"{self.seconds:g} s",)
        if self.kind is not SpanKind.WAITS or not label:
            return ()
        return (f"{label}:{line}", label, f":{line}") if line else (label,)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task, or one coroutine that the check awaits: who made it when and where, what it did, how it ended."""

    name: str
    function: str
    made_at: float
    made_by: str
    made_line: int
    parts: tuple[Part, ...]
    end: End
    ended_at: float
    error: str = ""
    cancelled_by: str = ""
    cancelled_at: float = 0.0

    @property
    def is_task(self) -> bool:
        """Is it a task of the student's, and not a coroutine that the check awaits?"""
        return self.name.startswith("Task-")

    def was_cancelled_in(self, part: Part) -> bool:
        """Return whether this was its last wait, out of which it was cancelled."""
        waits = [one for one in self.parts if one.kind is SpanKind.WAITS]
        return self.end is End.CANCELLED and part is waits[-1]

    @property
    def title(self) -> str:
        """Its name with its function, on one line whatever a submission called it."""
        # The name of one that the check awaits is that of its function, and a number where there is more than one.
        named = self.name if not self.function or self.name.startswith(self.function) else ""
        return " ".join((named or f"{self.name} {self.function}").split())


@dataclass(frozen=True, slots=True)
class Wake:
    """One row let another go on, by a result or by setting what it waited for; or it cancelled it.

    `since` is from when on the other could have gone on anyway, or less than 0.
    """

    at: float
    by: str
    row: str
    label: str
    line: int
    cancels: bool
    since: float = -1.0

    @property
    def is_told(self) -> bool:
        """Does the wait's own label already name who ends it?"""
        return self.label.startswith(f"{self.by} ")


@dataclass(frozen=True, slots=True)
class Timeline:
    """All rows in the order they were made, until `end`; `cut` says that there was more."""

    rows: tuple[TaskRow, ...]
    wakes: tuple[Wake, ...]
    end: float
    cut: bool = False

    def row(self, name: str) -> TaskRow | None:
        """Return the row of this name."""
        return next((row for row in self.rows if row.name == name), None)


def read(events: Sequence[TimelineEvent]) -> Timeline:
    """Return the timeline that these events tell; any events at all give one."""
    by_name: dict[str, list[TimelineEvent]] = {}
    for event in events:
        if event.task:
            by_name.setdefault(event.task, []).append(event)
    end = max((event.at for event in events), default=0.0)
    rows = tuple(_row(name, told, end) for name, told in by_name.items())
    return Timeline(rows, tuple(_wakes(events, rows)), end, cut=any(event.event == "cut" for event in events))


def _wakes(events: Sequence[TimelineEvent], rows: Sequence[TaskRow]) -> Iterator[Wake]:
    """In the order things happened, also within one moment."""
    by_name = {row.name: row for row in rows}
    waits = {row.name: iter([part for part in row.parts if part.kind is SpanKind.WAITS]) for row in rows}
    current: dict[str, Part] = {}
    for event in events:
        if event.event == "wait":
            current[event.task] = next(waits[event.task])
        elif event.event == "run" and event.by in by_name and event.by != event.task and event.task in current:
            part, row = current[event.task], by_name[event.task]
            yield Wake(part.stop, event.by, event.task, *part.awaited, cancels=row.was_cancelled_in(part))
        elif event.event == "cancelled" and event.by in by_name and event.task in current:
            part = current[event.task]
            at = round(event.at - event.seconds, DIGITS)
            yield Wake(at, event.by, event.task, *part.awaited, cancels=True, since=part.stop)


def ticks(end: float) -> tuple[float, ...]:
    """Round virtual seconds from 0 to `end`, a few of them, `end` itself last."""
    if end <= 0:
        return (0.0,)
    size = 10.0 ** floor(log10(end / MOST_TICKS))
    step = next((size * times for times in (1, 2, 2.5, 5) if end / (size * times) <= MOST_TICKS), size * 10)
    marks = [round(step * number, DIGITS) for number in range(int(end / step) + 1)]
    return tuple(marks) if marks[-1] == end else (*marks, end)


def _row(name: str, told: Sequence[TimelineEvent], end: float) -> TaskRow:
    made = next((event for event in told if event.event == "made"), told[0])
    last = next((event for event in reversed(told) if event.event in ENDS), None)
    known = made.event == "made"
    return TaskRow(
        name=name,
        function=made.label if known else "",
        made_at=made.at,
        made_by=made.by if known else "",
        made_line=made.line if known else 0,
        parts=tuple(_parts(told, end if last is None else last.at)),
        end=End.OPEN if last is None else ENDS[last.event],
        ended_at=end if last is None else last.at,
        error=last.label if last is not None and last.event == "error" else "",
        cancelled_by=last.by if last is not None and last.event == "cancelled" else "",
        cancelled_at=round(last.at - last.seconds, DIGITS) if last is not None else 0.0,
    )


def _parts(told: Sequence[TimelineEvent], end: float) -> Iterator[Part]:
    blocks = [event for event in told if event.event == "block"]
    steps = [event for event in told if event.event != "block"]
    for event, following in zip_longest(steps, steps[1:]):
        stop = following.at if following is not None else end
        if event.event == "run":
            yield Part(SpanKind.RUNS, event.at, event.at)
            yield from _blocked(event.at, stop, blocks)
        elif event.event in ("wait", "made"):
            yield from _waited(event, stop, following)


def _waited(event: TimelineEvent, stop: float, following: TimelineEvent | None) -> Iterator[Part]:
    """Yield a wait, and after it the time in which it could have gone on but nobody let it."""
    runs = following is not None and following.event == "run"
    held = following.seconds if following is not None and runs else 0.0
    ready = max(event.at, round(stop - held, DIGITS))
    by = following.by if following is not None and runs else ""
    if event.event == "wait":
        yield Part(SpanKind.WAITS, event.at, ready, event.label, event.line, event.call, event.call_line, by)
    elif ready > event.at:
        yield Part(SpanKind.CREATED, event.at, ready)
    if stop > ready:
        yield Part(SpanKind.STARVES, ready, stop)


def _blocked(start: float, stop: float, blocks: Sequence[TimelineEvent]) -> Iterator[Part]:
    """A step during which the clock moved: only blocking calls do that, and each is told with its place."""
    for block in blocks:
        if start <= block.at < stop:
            until = min(stop, round(block.at + block.seconds, DIGITS))
            yield Part(SpanKind.BLOCKS, block.at, until, block.label, block.line)
            start = max(start, until)
    if start < stop:
        yield Part(SpanKind.BLOCKS, start, stop)


MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows with the same function, maker, parts and end: the first of them, and the names of all."""

    row: TaskRow
    names: tuple[str, ...]

    @property
    def title(self) -> str:
        """The first one's title, and how many more there are."""
        return self.row.title if len(self.names) == 1 else f"{self.row.title} and {len(self.names) - 1} more like it"

    @property
    def others(self) -> str:
        """The names of all but the first, such as "Task-2 to Task-10"; empty where there is one."""
        others = self.names[1:]
        if len(others) > 2 and _numbered(self.names[0], others):
            return f"{others[0]} to {others[-1]}"
        more = f" and {len(others) - MOST_NAMES} more" if len(others) > MOST_NAMES else ""
        return ", ".join(others[:MOST_NAMES]) + more

    def short(self, width: int, times: str) -> str:
        """Return the title in at most `width` columns: the name is cut, the count with its sign of `times` is not."""
        count = f" {times}{len(self.names)}" if len(self.names) > 1 else ""
        title, room = self.row.title, width - len(count)
        return (title if len(title) <= room else title[: max(0, room - 2)] + "..") + count


def folded(rows: Sequence[TaskRow]) -> tuple[Fold, ...]:
    """Return the rows with those made one that do the same, in the order of the first of each; what has no function
    stays.
    """
    same: dict[TaskRow, list[TaskRow]] = {}
    for row in rows:
        same.setdefault(replace(row, name="" if row.function else row.name), []).append(row)
    return tuple(Fold(alike[0], tuple(row.name for row in alike)) for alike in same.values())


def _numbered(first: str, others: Sequence[str]) -> bool:
    """Return whether the names count up by one, such as "Task-2", "Task-3"."""
    stem, number = others[0].rstrip("0123456789"), _number(others[0])
    return (
        bool(number)
        and first.startswith(stem.rstrip(" #"))
        and list(others) == [f"{stem}{number + place}" for place in range(len(others))]
    )


def _number(name: str) -> int:
    digits = name[len(name.rstrip("0123456789")) :]
    return int(digits) if digits else 0
