"""A class's scoreboard as one page. Pure."""

from __future__ import annotations

from grader.render.board import MOST_CELLS, UNCONFINED, unconfined_text
from grader.render.pages import page_of
from grader.scoreboard import Points, Standings
from grader.scores import points_text

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
