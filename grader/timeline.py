"""A picture of who ran, waited, blocked and ended over virtual time: events in, lines of text out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from grader.model import TimelineEvent

ROWS = 12
NAME_WIDTH = 20


class Signs(NamedTuple):
    """How each thing is drawn, one column each."""

    run: str
    wait: str
    block: str
    done: str
    error: str
    cancelled: str
    edge: str


PICTURES = Signs(run="▏", wait="░", block="█", done="✔", error="✘", cancelled="✂", edge="│")
ASCII = Signs(run="'", wait=".", block="#", done="v", error="x", cancelled="c", edge=" ")

LEGEND = "{run} runs   {wait} waits   {block} blocks   {done} done   {error} error   {cancelled} cancelled"


class _Scale(NamedTuple):
    end: float
    width: int

    def column(self, at: float) -> int:
        """The column of a moment, always inside the picture."""
        share = at / self.end if self.end else 0.0
        return max(0, min(self.width - 1, round(share * (self.width - 1))))


def draw(events: Sequence[TimelineEvent], *, width: int = 72, signs: Signs = PICTURES) -> tuple[str, ...]:
    """One line for each task over virtual seconds, an axis and a legend, in at most `width` columns."""
    rows = _rows(events)
    if not rows:
        return ()
    margin = min(NAME_WIDTH, max(map(len, rows)))
    scale = _Scale(end=max(event.at for event in events), width=width - margin - 3)
    lines = [
        f"{_short(task, margin):>{margin}} {signs.edge}{_row(told, scale, signs)}{signs.edge}"
        for task, told in list(rows.items())[:ROWS]
    ]
    if len(rows) > ROWS:
        lines.append(f"{'':>{margin}}  and {len(rows) - ROWS} more tasks")
    return (*lines, f"{'':>{margin}}  {_axis(scale)}", _legend(signs)[:width])


def _rows(events: Sequence[TimelineEvent]) -> dict[str, list[TimelineEvent]]:
    """The events of each task under its name, which tells its coroutine too where that is known."""
    made = {event.task: event.label for event in events if event.event == "made"}
    rows: dict[str, list[TimelineEvent]] = {}
    for event in events:
        label = made.get(event.task, "")
        name = event.task if label == event.task else " ".join(f"{event.task} {label}".split())
        rows.setdefault(name, []).append(event)
    return rows


def _row(events: Sequence[TimelineEvent], scale: _Scale, signs: Signs) -> str:
    cells = [" "] * scale.width
    for event, following in zip(events, (*events[1:], None), strict=True):
        start = scale.column(event.at)
        stop = scale.column(following.at if following else scale.end)
        if event.event == "wait":
            _fill(cells, start + 1, stop, signs.wait)
            _write(cells, start + 1, stop, _label(event))
        elif event.event == "run":
            cells[start] = signs.run
            _fill(cells, start, stop, signs.block)
    # Ends are drawn last, so that nothing covers how a task came out.
    ends = {"done": signs.done, "error": signs.error, "cancelled": signs.cancelled}
    for event in events:
        if event.event in ends:
            cells[scale.column(event.at)] = ends[event.event]
    return "".join(cells)


def _fill(cells: list[str], start: int, stop: int, sign: str) -> None:
    cells[start:stop] = sign * max(0, stop - start)


def _write(cells: list[str], start: int, stop: int, label: str) -> None:
    if len(label) + 2 <= stop - start:
        cells[start : start + len(label)] = label


def _label(event: TimelineEvent) -> str:
    # A label is the submission's own text: a line break in it must not break the picture.
    label = " ".join(event.label.split())
    return f"{label}:{event.line}" if event.line else label


def _short(name: str, width: int) -> str:
    return name if len(name) <= width else name[: width - 2] + ".."


def _axis(scale: _Scale) -> str:
    """Virtual seconds at the quarters, as far as they fit; the last one carries the unit."""
    if not scale.end:
        return "0 s"
    cells = [" "] * scale.width
    for quarter in range(4):
        label = f"{scale.end * quarter / 4:g}"
        _write(cells, scale.column(scale.end * quarter / 4), scale.width, label)
    last = f"{scale.end:g} s"
    cells[scale.width - len(last) :] = last
    return "".join(cells).rstrip()


def _legend(signs: Signs) -> str:
    return LEGEND.format(
        run=signs.run,
        wait=signs.wait,
        block=signs.block,
        done=signs.done,
        error=signs.error,
        cancelled=signs.cancelled,
    )
