"""Places and lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.history import Progress
from grader.model import Kata, Kind
from grader.render.board import board, listing
from grader.render.style import Style
from grader.scoreboard import Entry, scoreboard


def test_equal_scores_share_a_place() -> None:
    """Two with the same score stand on one step, and the step after is counted past both."""
    rows = scoreboard([Entry("Cyd", (4,)), Entry("Bob", (9,)), Entry("Ada", (9,))])

    assert [(1, "Ada"), (1, "Bob"), (3, "Cyd")] == [(row.rank, row.entry.name) for row in rows]


def test_an_empty_board_is_empty() -> None:
    """Nobody gives no rows."""
    assert () == scoreboard([])


def test_a_board_is_as_golden(golden: Callable[[str, str], None]) -> None:
    """A board shows places, names, points of each kata and the total."""
    rows = scoreboard(
        [Entry("Ada", (10, 25)), Entry("Ben", (10, 0)), Entry("Cleo with a very long name indeed, she has", (0, 10))]
    )

    golden("board.txt", board(rows, columns=["kata00", "kata11"], style=Style.PLAIN))


def test_a_list_is_as_golden(golden: Callable[[str, str], None]) -> None:
    """The list tells done, begun and not tried apart."""
    katas = [
        Kata(f"kata{number:02d}", f"kata{number:02d}_x", Path(), title, "tasks", Kind.BUILD, number, f"x{number}.py")
        for number, title in ((1, "One"), (2, "Two, which has a title that is much too long"), (3, "Three"))
    ]
    made = {"kata01": Progress(3, 10, 10, done=True), "kata02": Progress(1, 4, 15)}

    golden("list.txt", listing(katas, made, style=Style.PLAIN))
