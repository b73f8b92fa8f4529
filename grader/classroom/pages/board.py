"""The board: who stands where, as text and as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from grader.classroom.scores.model import Student, points_text
from grader.classroom.scores.ranking import Points, RankedEntry, Standings
from grader.cleaning import clean
from grader.report.html import page_of
from grader.report.layout import WIDTH, Ink, Style, folded, paint
from grader.text import count_of, one_line

PLACE_WIDTH = 6
NAME_WIDTH, LEAST_NAME_WIDTH = 34, 22
COLUMN_WIDTH = 8
BOARD_VERSION = 1
MOST_OF_A_NAME = 60
# Stands after points of a file that was run with too little around it.
UNCONFINED = "!"
# What a browser lays out in a table without a pause.
MOST_CELLS = 6_000


def person(student: Student) -> str:
    """Return a name to read, on one line, without anything that hides or reorders; the id where there is none."""
    return one_line(clean(student.name, MOST_OF_A_NAME))


def listed(student: Student) -> str:
    """Return the same with the last name first, as it stands in a list in order of names."""
    return one_line(clean(student.sortable_name, MOST_OF_A_NAME))


def apart(students: Iterable[Student], said: Callable[[Student], str]) -> Mapping[str, str]:
    """Return what is said of each student, by id; the id stands beside a name that several have."""
    names = {student.id: said(student) for student in students}
    shared = Counter(names.values())
    return {
        id_: name if shared[name] == 1 else f"{name} ({one_line(clean(id_, MOST_OF_A_NAME))})"
        for id_, name in names.items()
    }


def board(rows: Sequence[RankedEntry], *, columns: Sequence[str], style: Style) -> str:
    """Places, names, points for each column and in all; more columns than fit become how many have points.

    A sign stands after points that were graded unconfined, and after the total of somebody who has some.
    """
    # Of rich only the widths of signs: its tables neither count what does not fit nor keep to one width in a pipe.
    from rich.cells import set_cell_size

    fit = (WIDTH - PLACE_WIDTH - LEAST_NAME_WIDTH) // COLUMN_WIDTH - 1
    counted = len(columns) > fit
    heads = ["katas"] if counted else list(columns)
    name_width = min(NAME_WIDTH, WIDTH - PLACE_WIDTH - COLUMN_WIDTH * (len(heads) + 1))
    head = f"{'':>4}  {'':<{name_width}}" + "".join(f"{column:>{COLUMN_WIDTH}}" for column in [*heads, "total"])
    lines = [paint(head, Ink.LOUD, style)]
    for row in rows:
        scores, marked = row.entry.points, row.entry.unconfined
        shown = [_of(scores)] if counted else [_points(points, place in marked) for place, points in enumerate(scores)]
        cells = "".join(f"{cell:>{COLUMN_WIDTH}}" for cell in [*shown, _points(row.entry.total, bool(marked))])
        lines.append(f"{row.rank:>4}  {set_cell_size(row.entry.name, name_width)}{cells}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def class_board(found: Standings, *, style: Style, first: int = 0) -> str:
    """Return a class's standings, or their `first` rows, and in words what is not in them."""
    if not found.rows:
        return "Nobody has points yet. Grade what was handed in: grade class run\n"
    rows = found.rows[:first] if first else found.rows
    cut = len(found.rows) - len(rows)
    left = [f"{count_of(cut, 'more is', 'more are')} left out." if cut else ""]
    if found.unranked:
        left.append(f"{count_of(found.unranked, 'has', 'have')} no points yet.")
    told = [" ".join(filter(None, left)), *folded(unconfined_text(found), indent=""), *folded(found.told, indent="")]
    said = "\n".join(filter(None, told))
    return board(rows, columns=found.katas, style=style) + (f"\n{said}\n" if said else "")


def unconfined_text(found: Standings) -> str:
    """Return what the sign after points means; nothing where there is none."""
    if not found.unconfined:
        return ""
    scores = count_of(found.unconfined, "score was", "scores were")
    return f"{UNCONFINED} {scores} graded unconfined: with too little around the file that was run."


def board_document(found: Standings, *, course: str, made: str, anonymous: bool) -> dict[str, Any]:
    """Return the standings in plain data: a place in all and in every kata, blank points are None."""
    return {
        "version": BOARD_VERSION,
        "course": course,
        "made": made,
        "anonymous": anonymous,
        "katas": list(found.katas),
        "rows": [
            {
                "place": row.rank,
                "name": row.entry.name,
                "total": _number(row.entry.total),
                "katas": {
                    kata: {
                        "points": None if points is None else _number(points),
                        "place": place,
                        "unconfined": number in row.entry.unconfined,
                    }
                    for number, (kata, points, place) in enumerate(
                        zip(found.katas, row.entry.points, places, strict=True)
                    )
                },
            }
            for row, places in zip(found.rows, found.places, strict=True)
        ],
        "unranked": found.unranked,
        "total": found.told,
    }


def _points(points: Points, unconfined: bool) -> str:
    return "-" if points is None else points_text(points) + (UNCONFINED if unconfined else "")


def _number(points: Decimal) -> int | float:
    return int(points) if points == int(points) else float(points)


def _of(scores: Sequence[Points]) -> str:
    return f"{sum(points is not None for points in scores)}/{len(scores)}"


# However many katas there are, a name stays in one piece beside its place and total, and the katas scroll.
STYLES = ".board .name { min-width: 9rem; overflow-wrap: break-word; }"


def board_page(found: Standings, *, course: str, made: str, anonymous: bool) -> str:
    """Places, names and points; of a class too large for a table of all points, places and totals."""
    whole = len(found.rows) * len(found.katas) <= MOST_CELLS
    return page_of(
        "board.html",
        title=f"{course}: the board",
        skip="Skip to the board",
        styles=(STYLES,),
        course=course,
        made=made,
        anonymous=anonymous,
        found=found,
        columns=found.katas if whole else (),
        shown=_shown,
        sign=UNCONFINED,
        unconfined=unconfined_text(found),
        points_text=points_text,
    )


def _shown(points: Points) -> str:
    return "" if points is None else points_text(points)
