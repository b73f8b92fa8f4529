"""The timeline in columns of a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from grader.model import TimelineEvent
from grader.report.timeline.rows import End, Fold, SpanKind, TaskRow, Timeline, folded, read, ticks
from grader.text import count_of

ROWS = 12
NAME_WIDTH = 20


class Signs(NamedTuple):
    """How each thing is drawn, one column each."""

    run: str
    wait: str
    block: str
    starve: str
    done: str
    error: str
    cancelled: str
    open: str
    edge: str
    times: str


PICTURES = Signs(
    run="▏", wait="░", block="█", starve="▚", done="✔", error="✘", cancelled="✂", open="…", edge="│", times="×"
)
ASCII = Signs(
    run="'", wait=".", block="#", starve="~", done="v", error="x", cancelled="c", open=">", edge=" ", times="x"
)

LEGEND = (
    ("run", "runs"),
    ("wait", "waits"),
    ("block", "blocks all"),
    ("starve", "could run, is held up"),
    ("done", "done"),
    ("error", "failed"),
    ("cancelled", "cancelled"),
    ("open", "not ended"),
)


class _Scale(NamedTuple):
    end: float
    width: int

    def column(self, at: float) -> int:
        """Return the column of a moment, always inside the picture."""
        share = at / self.end if self.end else 0.0
        return max(0, min(self.width - 1, round(share * (self.width - 1))))


def draw(
    events: Sequence[TimelineEvent], *, width: int = 72, signs: Signs = PICTURES, end: float | None = None
) -> tuple[str, ...]:
    """Return one line for each task over virtual seconds, an axis and a legend, in at most `width` columns.

    `end` draws it on the scale of another, longer timeline.
    """
    timeline = read(events)
    if not timeline.rows:
        return ()
    folds = folded(timeline.rows)
    shown = [(fold.row, fold.short(NAME_WIDTH, signs.times)) for fold in folds[:ROWS]]
    margin = max(len(title) for _, title in shown)
    scale = _Scale(end=max(timeline.end, end or 0.0), width=width - margin - 3)
    lines = [f"{title:>{margin}} {signs.edge}{_row(row, scale, signs)}{signs.edge}" for row, title in shown]
    lines += [f"{'':>{margin}}  {note}"[:width] for note in _left_out(timeline, folds)]
    axis = f"{'':>{margin}}  {_axis(scale)}"
    # Signs may be letters: the legend tells those that stand there without the labels.
    drawn = "".join(_row(row, scale, signs, labelled=False) for row, _ in shown)
    return (*lines, axis, *_legend(drawn, signs, width))


def _left_out(timeline: Timeline, folds: Sequence[Fold]) -> list[str]:
    left = sum(len(fold.names) for fold in folds[ROWS:])
    notes = [f"and {count_of(left, 'more task')}"] if left else []
    return [*notes, *(["(cut here: too much happened to draw it all)"] if timeline.cut else [])]


def _row(row: TaskRow, scale: _Scale, signs: Signs, *, labelled: bool = True) -> str:
    cells = [" "] * scale.width
    fills = {
        SpanKind.WAITS: signs.wait,
        SpanKind.BLOCKS: signs.block,
        SpanKind.STARVES: signs.starve,
        SpanKind.CREATED: signs.starve,
    }
    for part in row.parts:
        start, stop = scale.column(part.start), scale.column(part.stop)
        if part.kind is SpanKind.RUNS:
            cells[start] = signs.run
            continue
        # A wait begins beside the mark of the step that it follows; whatever held somebody up covers that mark.
        start += part.kind is SpanKind.WAITS
        cells[start:stop] = fills[part.kind] * max(0, stop - start)
        pad = " " * (part.kind is SpanKind.BLOCKS)
        if labelled:
            _write(cells, start, stop, [f"{pad}{label}{pad}" for label in part.labels])
    return _with_end("".join(cells), row, scale, signs)


def _with_end(drawn: str, row: TaskRow, scale: _Scale, signs: Signs) -> str:
    """Return how a task came out is drawn last, so that nothing covers it."""
    ends = {End.DONE: signs.done, End.FAILED: signs.error, End.CANCELLED: signs.cancelled, End.OPEN: signs.open}
    at = scale.column(row.ended_at)
    return drawn[:at] + ends[row.end] + drawn[at + 1 :]


def _write(cells: list[str], start: int, stop: int, labels: Sequence[str]) -> None:
    for label in labels:
        if len(label) + 1 <= stop - start:
            cells[start : start + len(label)] = label
            return


def _axis(scale: _Scale) -> str:
    """Round virtual seconds, as far as they fit; the last one carries the unit."""
    if not scale.end:
        return "0 s"
    cells = [" "] * scale.width
    last = f"{scale.end:g} s"
    room = scale.width - len(last)
    for at in ticks(scale.end)[:-1]:
        label = f"{at:g}"
        column = scale.column(at)
        if column + len(label) < room:
            cells[column : column + len(label)] = label
    cells[room:] = last
    return "".join(cells).rstrip()


def _legend(drawn: str, signs: Signs, width: int) -> tuple[str, ...]:
    """Return what the signs mean that were drawn, in one line or two."""
    used = [f"{sign} {word}" for field, word in LEGEND if (sign := getattr(signs, field)) in drawn]
    lines = [""]
    for item in used:
        joined = f"{lines[-1]}   {item}".strip()
        if len(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(item[:width])
    return tuple(lines)
