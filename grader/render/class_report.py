"""A whole class on one page, for its instructor: no script, nothing loaded, bounded for any size of class. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.render.board import MOST_CELLS, UNCONFINED, apart, listed
from grader.render.charts import bars, spark
from grader.render.class_text import confined, handed_in, moment
from grader.render.heatmap import WORDS, Drawing, heat_map, shade
from grader.render.pages import page_of, templates
from grader.scores import Standing, Student, points_text
from grader.summary import Arrivals, ClassSummary, KataSummary, Line, few_pass, nobody_passes

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
class Names:
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
    """The page. `pages` gives, by student id, the address of a student's own page, where there is one."""
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
        absent=_names(summary.absent, names),
        missing=[
            (kata, _names(kata.missing, names), _names(kata.not_started, names))
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


def _names(students: Sequence[Student], called: Mapping[str, str]) -> Names:
    ordered = sorted(students, key=lambda student: (student.sortable_name.casefold(), student.id))
    return Names(tuple(called[student.id] for student in ordered[:MOST_NAMES]), max(0, len(students) - MOST_NAMES))


def _points(summary: ClassSummary) -> Markup:
    labels = [f"{10 * tenth} %" for tenth in range(len(summary.bins))]
    return bars(summary.bins, labels=labels, title=f"Points in all, in tenths of what was due. {_tenths(summary.bins)}")


def _tenths(bins: Sequence[int]) -> str:
    """The bars in words."""
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
    """Each bar's first day; of many bars that of the first, the middle and the last one."""
    last = len(found.bars) - 1
    told = range(last + 1) if last < MOST_DAYS else (0, last // 2, last)
    return [f"{bar.first:%d %b}" if place in told else "" for place, bar in enumerate(found.bars)]
