"""Places and lists."""

from __future__ import annotations

from collections.abc import Callable

from grader.classroom.pages.board import board
from grader.classroom.scores.ranking import BoardEntry, scoreboard
from grader.report.layout import Style


def test_equal_scores_share_a_place() -> None:
    """Two with the same score stand on one step, and the step after is counted past both."""
    rows = scoreboard([BoardEntry("Cyd", (4,)), BoardEntry("Bob", (9,)), BoardEntry("Ada", (9,))])

    assert [(row.rank, row.entry.name) for row in rows] == [(1, "Ada"), (1, "Bob"), (3, "Cyd")]


def test_an_empty_board_is_empty() -> None:
    """Nobody gives no rows."""
    assert scoreboard([]) == ()


def test_a_board_is_as_golden(golden: Callable[[str, str], None]) -> None:
    """A board shows places, names, points of each kata and the total."""
    rows = scoreboard(
        [
            BoardEntry("Ada", (10, 25)),
            BoardEntry("Ben", (10, 0)),
            BoardEntry("Cleo with a very long name indeed, she has", (0, 10)),
        ]
    )

    golden("board.txt", board(rows, columns=["kata00", "kata11"], style=Style.PLAIN))
