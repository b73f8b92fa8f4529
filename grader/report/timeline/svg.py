"""Timelines as one SVG picture: no script, dark and light, a title and a description for who cannot see it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from grader.model import TimelineEvent
from grader.report.timeline import End, Fold, Part, SpanKind, TaskRow, Timeline, Wake, folded, read, tell, ticks
from grader.text import count_of, one_line, terminal, xml

DEFINITIONS = (
    '<defs><pattern id="timeline-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="hatch-ground" width="7" height="7"/>'
    '<rect class="hatch-line" width="3" height="7"/></pattern>'
    '<marker id="timeline-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto"><path class="wake-head" d="M0 0.5L8 4L0 7.5z"/></marker></defs>'
)
SVG_STYLE = """
svg.timeline{--page:#fff;--ink:#1d2430;--quiet:#5a6472;--grid:#dfe3e8;--wait:#cfe0f5;--on-wait:#173a63;--block:#b3261e;
--on-block:#fff;--hold:#e0a100;--hold-ground:#fdf0cc;--run:#1d2430;--wake:#6a3fa0;--done:#1e7b3c;--failed:#b3261e;
--cancelled:#8a5a00;--open:#5a6472;--sign:#fff;max-width:100%;height:auto;font:12px ui-monospace,Menlo,Consolas,
"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){svg.timeline{--page:#14181f;--ink:#e6eaf0;--quiet:#a4afbd;
--grid:#2c3440;--wait:#21466f;--on-wait:#e3efff;--block:#f2766d;--on-block:#2b0805;--hold:#d9a520;--hold-ground:#3f340f;--run:#e6eaf0;--wake:#c3a3f0;
--done:#5fc27e;--failed:#f2766d;--cancelled:#e0b050;--open:#a4afbd;--sign:#14181f}}
@media print{svg.timeline{--page:#fff;--ink:#000;--quiet:#333;--grid:#ccc;--wait:#dbe7f5;--on-wait:#000;--block:#b3261e;
--on-block:#fff;--hold:#e0a100;--hold-ground:#fdf0cc;--run:#000;--wake:#6a3fa0;--done:#1e7b3c;--failed:#b3261e;
--cancelled:#8a5a00;--open:#333;--sign:#fff;print-color-adjust:exact;-webkit-print-color-adjust:exact}}
svg.timeline .page{fill:var(--page)}
svg.timeline text{fill:var(--ink)}
svg.timeline .head{font-weight:600;font-size:14px}
svg.timeline .name{text-anchor:end}
svg.timeline .tick,svg.timeline .note{fill:var(--quiet);font-size:11.5px}
svg.timeline .tick{text-anchor:middle}
svg.timeline .grid{stroke:var(--grid)}
svg.timeline .wait{fill:var(--wait)}
svg.timeline .block{fill:var(--block)}
svg.timeline .hatch-ground{fill:var(--hold-ground)}
svg.timeline .hatch-line{fill:var(--hold)}
svg.timeline .starve{fill:url(#timeline-hatch)}
svg.timeline .label{pointer-events:none}
svg.timeline .on-wait{fill:var(--on-wait)}
svg.timeline .on-block{fill:var(--on-block)}
svg.timeline .run{stroke:var(--run);stroke-width:2;fill:none}
svg.timeline .wake{stroke:var(--wake);stroke-width:1.6;fill:none}
svg.timeline .wake-head{fill:var(--wake)}
svg.timeline .end path{stroke:var(--sign);stroke-width:2;stroke-linecap:round;fill:none}
svg.timeline .done circle{fill:var(--done)}
svg.timeline .failed circle{fill:var(--failed)}
svg.timeline .cancelled circle{fill:var(--cancelled)}
svg.timeline .open circle{fill:var(--open)}
"""


__all__ = ["DEFINITIONS", "SVG_STYLE", "Panel", "svg"]

WIDTH = 960
RIGHT = 28
ROW = 34
BAR = 20
HEAD = 30
AXIS = 34
LEGEND = 44
LETTER = 7.3
MOST_ROWS = 40
MOST_LETTERS = 28
MOST_ARROWS = 200


class Panel(NamedTuple):
    """One timeline of the picture, under its own heading."""

    heading: str
    events: Sequence[TimelineEvent]


class _Place(NamedTuple):
    """Where things stand: the left edge of the bars, the last virtual second, the top of the first row."""

    left: float
    end: float
    top: float

    def x(self, at: float) -> float:
        """Return the column of a moment."""
        share = at / self.end if self.end else 0.0
        return self.left + share * (WIDTH - RIGHT - self.left)

    def y(self, row: int) -> float:
        """Return the middle of a row."""
        return self.top + row * ROW + ROW / 2


def svg(panels: Sequence[Panel], *, title: str, styled: bool = True, key: str = "timeline") -> str:
    """Return one self-contained picture, the panels below each other on one scale.

    A page with several gives each its own `key`; with `styled=False` the page brings STYLE and, in an <svg> of its
    own, DEFINITIONS.
    """
    timelines = [read(panel.events) for panel in panels]
    end = max((timeline.end for timeline in timelines), default=0.0)
    left = _left(timelines)
    said = "\n".join(line for panel in panels for line in (panel.heading, *tell(panel.events)) if line)
    body: list[str] = []
    top = 8.0
    for panel, timeline in zip(panels, timelines, strict=True):
        place = _Place(left, end, top + (HEAD if panel.heading else 4))
        body += _panel(panel, timeline, place)
        top = place.y(min(len(folded(timeline.rows)), MOST_ROWS)) - ROW / 2 + AXIS + 12
    body += _legend(top)
    height = _n(top + LEGEND)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="timeline" viewBox="0 0 {WIDTH} {height}" '
            f'role="img" aria-labelledby="{key}-title {key}-desc">',
            f'<title id="{key}-title">{_text(title)}</title>',
            f'<desc id="{key}-desc">{_text(said, lines=True)}</desc>',
            *([f"<style>{SVG_STYLE}</style>", DEFINITIONS] if styled else []),
            f'<rect class="page" width="{WIDTH}" height="{height}"/>',
            *body,
            "</svg>",
            "",
        ]
    )


def _left(timelines: Iterable[Timeline]) -> float:
    titles = [fold.short(MOST_LETTERS, "×") for timeline in timelines for fold in folded(timeline.rows)[:MOST_ROWS]]
    longest = max(map(len, titles), default=8)
    return min(230.0, max(90.0, longest * LETTER + 24))


def _panel(panel: Panel, timeline: Timeline, place: _Place) -> Iterator[str]:
    folds = folded(timeline.rows)
    shown = folds[:MOST_ROWS]
    bottom = place.y(len(shown)) - ROW / 2
    if panel.heading:
        yield f'<text class="head" x="16" y="{_n(place.top - 12)}">{_text(panel.heading)}</text>'
    yield from _axis(place, bottom)
    for number, fold in enumerate(shown):
        yield from _row(fold, number, place)
    order = {name: number for number, fold in enumerate(shown) for name in fold.names}
    # Rows that do the same are let go on alike: one arrow shows it.
    arrows: dict[tuple[float, int, int], Wake] = {}
    for wake in timeline.wakes:
        if wake.by in order and wake.row in order:
            arrows.setdefault((wake.at, order[wake.by], order[wake.row]), wake)
    for wake in [*arrows.values()][:MOST_ARROWS]:
        yield _arrow(wake, order, place)
    left = sum(len(fold.names) for fold in folds[MOST_ROWS:])
    notes = [f"and {count_of(left, 'more task')}"] if left else []
    notes += ["cut here: too much happened to draw it all"] if timeline.cut else []
    if notes:
        yield f'<text class="note" x="16" y="{_n(bottom + 16)}">{_text("; ".join(notes))}</text>'


def _axis(place: _Place, bottom: float) -> Iterator[str]:
    """Yield a line and a number for each round second; where the last two meet, the last one stays."""
    marks = ticks(place.end)
    for number, at in enumerate(marks):
        x, last = place.x(at), number == len(marks) - 1
        yield f'<line class="grid" x1="{_n(x)}" y1="{_n(place.top)}" x2="{_n(x)}" y2="{_n(bottom)}"/>'
        if last or place.x(marks[-1]) - x > 6 * LETTER:
            said = f"{at:g} s" if last else f"{at:g}"
            yield f'<text class="tick" x="{_n(x)}" y="{_n(bottom + 16)}">{said}</text>'


def _row(fold: Fold, number: int, place: _Place) -> Iterator[str]:
    y = place.y(number)
    row = fold.row
    shown = fold.short(int((place.left - 20) / LETTER), "×")
    yield "<g>"
    hover = f"<title>{_text(_born(fold))}</title>"
    yield f'<text class="name" x="{_n(place.left - 12)}" y="{_n(y + 4)}">{_text(shown)}{hover}</text>'
    for part in row.parts:
        yield from _part(part, row, y, place)
    yield _end(row, y, place)
    yield "</g>"


def _born(fold: Fold) -> str:
    row = fold.row
    named = f"{fold.title} ({fold.others})" if fold.others else fold.title
    if not row.made_by:
        return named
    line = f", line {row.made_line}" if row.made_line else ""
    return f"{named}: made at {row.made_at:g} s by {row.made_by}{line}"


def _part(part: Part, row: TaskRow, y: float, place: _Place) -> Iterator[str]:
    x, width = place.x(part.start), place.x(part.stop) - place.x(part.start)
    top = y - BAR / 2
    if part.kind is SpanKind.RUNS:
        yield f'<path class="run" d="M{_n(x)} {_n(top - 2)}v{BAR + 4}"><title>runs at {part.start:g} s</title></path>'
        return
    if width <= 0:
        return
    kind = KINDS[part.kind]
    yield (
        f'<rect class="{kind}" x="{_n(x)}" y="{_n(top)}" width="{_n(width)}" height="{BAR}" rx="2">'
        f"<title>{_text(_hover(part, row))}</title></rect>"
    )
    label = next((label for label in part.labels if (len(label) + 1) * LETTER + 8 <= width), "")
    if label:
        yield f'<text class="label on-{kind}" x="{_n(x + 6)}" y="{_n(y + 4)}">{_text(label)}</text>'


def _hover(part: Part, row: TaskRow) -> str:
    where = f" (line {part.line})" if part.line else ""
    span = f"{part.start:g} to {part.stop:g} s"
    if part.kind is SpanKind.WAITS:
        inside = f" in {part.call} (line {part.call_line})" if part.call else ""
        did = "cancelled it" if row.was_cancelled_in(part) else "let it go on"
        by = f"; {part.by} {did}" if part.by else ""
        what = f" for {part.label}" if part.label else ""
        return f"{span}: waits {part.seconds:g} s{what}{where}{inside}{by}"
    if part.kind is SpanKind.BLOCKS:
        return f"{span}: {part.label or 'a call'}{where} blocks everybody for {part.seconds:g} s"
    return f"{span}: could run, and is held up for {part.seconds:g} s"


def _end(row: TaskRow, y: float, place: _Place) -> str:
    """Return a disc with a sign: shapes, since not every font has ticks and scissors."""
    x = place.x(row.ended_at)
    said = {
        End.DONE: f"done at {row.ended_at:g} s",
        End.FAILED: f"failed at {row.ended_at:g} s: {row.error}",
        End.CANCELLED: f"cancelled at {row.ended_at:g} s",
        End.OPEN: f"had not ended when the check did, at {row.ended_at:g} s",
    }[row.end]
    return (
        f'<g class="end {row.end}" transform="translate({_n(x)} {_n(y)})"><title>{_text(said)}</title>'
        f'<circle r="8"/><path d="{SIGNS[row.end]}"/></g>'
    )


def _arrow(wake: Wake, order: dict[str, int], place: _Place) -> str:
    """From the row that lets go to the one that can go on, in front of the marks of both."""
    start, stop = place.y(order[wake.by]), place.y(order[wake.row])
    x = place.x(wake.at)
    line = f" (line {wake.line})" if wake.line else ""
    did = f"cancels {wake.row}" if wake.cancels else f"lets {wake.row} go on"
    waited = f"which waited for {wake.label or 'something'}{line}"
    since = f"which could have gone on since {wake.since:g} s" if wake.since >= 0 else waited
    said = f"at {wake.at:g} s {wake.by} {did}, {since}"
    bow = x - 18
    return (
        f'<path class="wake" marker-end="url(#timeline-head)" d="M{_n(x - 9)} {_n(start)}'
        f'C{_n(bow)} {_n(start)} {_n(bow)} {_n(stop)} {_n(x - 9)} {_n(stop)}">'
        f"<title>{_text(said)}</title></path>"
    )


def _legend(top: float) -> Iterator[str]:
    x, y = 16.0, top + 16
    for kind, said in (("wait", "waits"), ("block", "blocks everybody"), ("starve", "could run, is held up")):
        yield f'<rect class="{kind}" x="{_n(x)}" y="{_n(y - 7)}" width="22" height="14" rx="2"/>'
        yield f'<text class="note" x="{_n(x + 28)}" y="{_n(y + 4)}">{said}</text>'
        x += 28 + len(said) * LETTER + 14
    yield f'<path class="run" d="M{_n(x + 2)} {_n(y - 9)}v18"/>'
    yield f'<text class="note" x="{_n(x + 12)}" y="{_n(y + 4)}">runs</text>'
    x += 58
    yield f'<path class="wake" marker-end="url(#timeline-head)" d="M{_n(x)} {_n(y)}h18"/>'
    yield f'<text class="note" x="{_n(x + 28)}" y="{_n(y + 4)}">lets go on</text>'
    x += 28 + 10 * LETTER + 18
    for end in End:
        yield f'<g class="end {end}" transform="translate({_n(x)} {_n(y)})"><circle r="8"/><path d="{SIGNS[end]}"/></g>'
        said = "not ended" if end is End.OPEN else str(end)
        yield f'<text class="note" x="{_n(x + 14)}" y="{_n(y + 4)}">{said}</text>'
        x += 14 + len(said) * LETTER + 20


def _text(said: str, *, lines: bool = False) -> str:
    """Text of a submission as it may stand in XML: escaped, and with nothing in it that hides or reorders."""
    return xml(terminal(said) if lines else one_line(said))


def _n(number: float) -> str:
    return f"{round(number, 2):g}" if abs(number) < 1e5 else str(round(number))


KINDS = {SpanKind.WAITS: "wait", SpanKind.BLOCKS: "block", SpanKind.STARVES: "starve", SpanKind.CREATED: "starve"}
SIGNS = {
    End.DONE: "M-3.5 0.5l2.5 2.5l5-6",
    End.FAILED: "M-3 -3l6 6M3 -3l-6 6",
    End.CANCELLED: "M-4 0h8",
    End.OPEN: "M-3.5 0h.01M0 0h.01M3.5 0h.01",
}
