"""The class on one page, with its charts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from grader.classroom.pages.board import MOST_CELLS, UNCONFINED, apart, listed
from grader.classroom.pages.class_text import confined, handed_in, moment
from grader.classroom.scores.model import (
    Arrivals,
    Cell,
    ClassSummary,
    KataSummary,
    Line,
    Standing,
    Student,
    points_text,
)
from grader.classroom.scores.summary import few_pass, nobody_passes
from grader.report.html import page_of, templates

WIDTH, HEIGHT = 640, 150
TOP, BOTTOM = 18, 20
HALF_A_LABEL = 24
MOST_NUMBERS = 16


def bars(counts: Sequence[int], *, labels: Sequence[str], title: str) -> Markup:
    """Return a picture of counts, each over its label; empty labels are left out, as are numbers where the bars are
    many.
    """
    most = max(counts, default=0) or 1
    step = WIDTH / max(1, len(counts))
    inside = [f'<path d="{_path(counts, most, step)}"/>']
    for number, (count, label) in enumerate(zip(counts, labels, strict=True)):
        middle = step * (number + 0.5)
        if count and len(counts) <= MOST_NUMBERS:
            inside.append(f'<text x="{middle:.1f}" y="{_top(count, most) - 5:.1f}">{count}</text>')
        if label:
            within = min(max(middle, HALF_A_LABEL), WIDTH - HALF_A_LABEL)
            inside.append(f'<text x="{within:.1f}" y="{HEIGHT - 5}">{escape(label)}</text>')
    return Markup(
        f'<svg class="bars" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"{''.join(inside)}</svg>"
    )


def spark(counts: Sequence[int]) -> Markup:
    """Return the same without words, as high as a line of text: for a row of a table that says the rest."""
    most = max(counts, default=0) or 1
    drawn = "".join(
        f"M{number * 8} 20v-{max(2, round(18 * count / most))}h7v{max(2, round(18 * count / most))}z"
        for number, count in enumerate(counts)
        if count
    )
    return Markup(
        f'<svg class="bars spark" viewBox="0 0 {8 * len(counts)} 21" width="{8 * len(counts)}" height="21" '
        f'aria-hidden="true"><path class="ground" d="M0 20.5h{8 * len(counts)}"/><path d="{drawn}"/></svg>'
    )


def _path(counts: Sequence[int], most: int, step: float) -> str:
    parts = [f"M0 {HEIGHT - BOTTOM}h{WIDTH}v1h-{WIDTH}z"]
    gap = min(4.0, step / 5)
    for number, count in enumerate(counts):
        if count:
            high, wide = HEIGHT - BOTTOM - _top(count, most), step - gap
            parts.append(f"M{step * number + gap / 2:.1f} {HEIGHT - BOTTOM}v-{high:.1f}h{wide:.1f}v{high:.1f}z")
    return "".join(parts)


def _top(count: int, most: int) -> float:
    return HEIGHT - BOTTOM - max(2.0, (HEIGHT - BOTTOM - TOP) * count / most)


CELL_WIDTH, CELL_HEIGHT, GAP = 11, 13, 1
NAME_WIDTH, HEAD_HEIGHT = 190, 52
NAME_LETTERS = 26
ROWS_EACH = 100
BY_SHARE = ((0.0, "s0"), (0.4, "s1"), (0.7, "s2"), (1.0, "s3"))
BY_STANDING = {
    Standing.MISSING: "missing",
    Standing.NOT_STARTED: "missing",
    Standing.WAITING: "waiting",
    Standing.EXCUSED: "excused",
    Standing.OPEN: "open",
}
WORDS = {
    "s0": "no points",
    "s1": "below 40 %",
    "s2": "40 to 69 %",
    "s3": "70 % and more",
    "s4": "full marks",
    "missing": "missing or not started",
    "waiting": "not graded yet",
    "excused": "excused",
    "open": "there is time left",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of some of the rows, and what it is of."""

    svg: Markup
    title: str


def shade(cell: Cell) -> str:
    """Return the name of a cell's colour: one of WORDS."""
    share = cell.share
    if share is None:
        return BY_STANDING.get(cell.standing, "open")
    if share <= 0.0:
        return "s0"
    return next((name for below, name in BY_SHARE if share < below), "s4")


def heat_map(lines: Sequence[Line], katas: Sequence[str]) -> list[Drawing]:
    """Return every student a row, every kata a column, in pictures of ROWS_EACH students: one path for each colour."""
    return [_drawing(lines[first : first + ROWS_EACH], katas) for first in range(0, len(lines), ROWS_EACH)]


def _drawing(lines: Sequence[Line], katas: Sequence[str]) -> Drawing:
    width = NAME_WIDTH + len(katas) * CELL_WIDTH
    height = HEAD_HEIGHT + len(lines) * CELL_HEIGHT
    title = f"Points of {listed(lines[0].student)} to {listed(lines[-1].student)}"
    inside = [*_heads(katas), *_names(lines), *_cells(lines)]
    drawn = (
        f'<svg class="heat" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(title)}">{"".join(inside)}</svg>'
    )
    return Drawing(Markup(drawn), title)


def _heads(katas: Sequence[str]) -> list[str]:
    """Return the katas' numbers, upright, from below."""
    return [
        f'<text transform="translate({NAME_WIDTH + place * CELL_WIDTH + 9} {HEAD_HEIGHT - 5}) rotate(-90)">'
        f"{escape(kata)}</text>"
        for place, kata in enumerate(katas)
    ]


def _names(lines: Sequence[Line]) -> list[str]:
    return [
        f'<text x="0" y="{HEAD_HEIGHT + number * CELL_HEIGHT + 10}">{escape(_cut(listed(line.student)))}</text>'
        for number, line in enumerate(lines)
    ]


def _cells(lines: Sequence[Line]) -> list[str]:
    """Return one path for each colour; neighbours of a row that look the same are one rectangle."""
    paths: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(lines):
        place = 0
        for name, run in groupby(map(shade, line.cells)):
            size = len(list(run))
            if name != "open":
                x, y = NAME_WIDTH + place * CELL_WIDTH, HEAD_HEIGHT + number * CELL_HEIGHT
                across, down = size * CELL_WIDTH - GAP, CELL_HEIGHT - GAP
                paths[name].append(f"M{x} {y}h{across}v{down}h-{across}z")
            place += size
    return [f'<path class="{name}" d="{"".join(parts)}"/>' for name, parts in sorted(paths.items())]


def _cut(name: str) -> str:
    return name if len(name) <= NAME_LETTERS else name[: NAME_LETTERS - 1] + "…"


MOST_ROWS = 2_000
MOST_NAMES = 25
MOST_KATAS = 8
MOST_CHECKS = 40
MOST_DAYS = 8
SIGNS = {
    Standing.MISSING: "–",
    Standing.NOT_STARTED: "s",
    Standing.WAITING: "…",
    Standing.EXCUSED: "e",
}


@dataclass(frozen=True, slots=True)
class SomeNames:
    """Some people, and how many more there are."""

    shown: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class MapCell:
    """One cell of the table: what stands in it, its colour, and the words for who does not see that."""

    said: str
    shade: str
    words: str


def class_page(summary: ClassSummary, *, pages: Mapping[str, str]) -> str:
    """Return the page. `pages` gives, by student id, the address of a student's own page, where there is one."""
    lines = summary.lines[:MOST_ROWS]
    as_table = len(lines) * len(summary.katas) <= MOST_CELLS
    katas = [kata.column.kata for kata in summary.katas]
    names = apart((line.student for line in summary.lines), listed)
    nobody, few = nobody_passes(summary.checks), few_pass(summary.checks)
    return page_of(
        "class.html",
        title=f"{summary.course}: the class",
        skip="Skip to the report",
        styles=(templates().get_template("class.css").render(),),
        summary=summary,
        made=moment(summary.made),
        confined=confined(summary),
        handed_in=handed_in(summary),
        nobody=nobody[:MOST_CHECKS],
        few=few[:MOST_CHECKS],
        unsaid=len(nobody[MOST_CHECKS:]) + len(few[MOST_CHECKS:]),
        points=_points(summary),
        arrivals=_arrivals(summary.arrivals),
        katas=katas,
        table=[(line, [_cell(line, number) for number in range(len(katas))]) for line in lines] if as_table else [],
        drawings=[] if as_table else _drawings(lines, katas),
        unmapped=len(summary.lines) - len(lines),
        legend=WORDS,
        absent=_shown_names(summary.absent, names),
        missing=[
            (kata, _shown_names(kata.missing, names), _shown_names(kata.not_started, names))
            for kata in summary.katas
            if _misses(kata)
        ],
        most_katas=MOST_KATAS,
        waiting=sum(kata.counts.get(Standing.WAITING, 0) for kata in summary.katas),
        pages=pages,
        names=names,
        sign=UNCONFINED,
        points_text=points_text,
        spark=spark,
        tenths=_tenths,
    )


def _drawings(lines: Sequence[Line], katas: Sequence[str]) -> list[Drawing]:
    return heat_map(lines, katas) if katas else []


def _cell(line: Line, number: int) -> MapCell:
    cell = line.cells[number]
    said = SIGNS.get(cell.standing, "") if cell.points is None else points_text(cell.points)
    late, unconfined = cell.late and said, cell.unconfined and said
    words = [cell.standing] if cell.points is None else ["late"] * bool(late) + ["unconfined"] * bool(unconfined)
    return MapCell(said + ("*" if late else "") + (UNCONFINED if unconfined else ""), shade(cell), ", ".join(words))


def _misses(kata: KataSummary) -> bool:
    return bool(kata.missing or kata.not_started)


def _shown_names(students: Sequence[Student], called: Mapping[str, str]) -> SomeNames:
    ordered = sorted(students, key=lambda student: (student.sortable_name.casefold(), student.id))
    return SomeNames(tuple(called[student.id] for student in ordered[:MOST_NAMES]), max(0, len(students) - MOST_NAMES))


def _points(summary: ClassSummary) -> Markup:
    labels = [f"{10 * tenth} %" for tenth in range(len(summary.bins))]
    return bars(summary.bins, labels=labels, title=f"Points in all, in tenths of what was due. {_tenths(summary.bins)}")


def _tenths(bins: Sequence[int]) -> str:
    """Return the bars in words."""
    ends = [f"{10 * tenth} to {10 * tenth + 9} %" for tenth in range(len(bins) - 1)] + ["90 to 100 %"]
    return "; ".join(f"{end}: {count}" for end, count in zip(ends, bins, strict=True) if count)


def _arrivals(found: Arrivals) -> Markup:
    if not found.bars:
        return Markup()
    most = max(found.bars, key=lambda bar: bar.count)
    each = "day" if found.days == 1 else f"{found.days} days"
    title = (
        f"Files handed in by {each}, from {found.bars[0].first} to {found.bars[-1].first}; "
        f"most on {most.first}: {most.count}"
    )
    return bars([bar.count for bar in found.bars], labels=_days(found), title=title)


def _days(found: Arrivals) -> list[str]:
    """Return each bar's first day; of many bars that of the first, the middle and the last one."""
    last = len(found.bars) - 1
    told = range(last + 1) if last < MOST_DAYS else (0, last // 2, last)
    return [f"{bar.first:%d %b}" if place in told else "" for place, bar in enumerate(found.bars)]
