"""A page cut to the height of a terminal."""

from __future__ import annotations

import pytest

from grader.render.screen import bounded, without_passed

PAGE = [f"line {number}" for number in range(30)]


def test_a_page_that_fits_stays_as_it_is() -> None:
    """Nothing is cut without need."""
    assert PAGE == bounded(PAGE, 30)


def test_the_beginning_and_the_end_stay() -> None:
    """The last lines, with the verdict, are always shown, and what is left out is counted."""
    shown = bounded(PAGE, 10)

    assert 10 == len(shown)
    assert ["line 0", "line 29"] == [shown[0], shown[-1]]
    assert "… 21 more lines" in shown[7]


@pytest.mark.parametrize("rows", range(1, 30))
def test_no_terminal_is_too_small(rows: int) -> None:
    """Whatever the height, no more lines come than fit."""
    assert rows == len(bounded(PAGE, rows))


def test_passed_checks_become_one_line() -> None:
    """Where there is no room their lines go, with their second lines too; nothing else does."""
    page = ["title", "", "  ✔ One.", "    of two lines", "  ✘ Two.", "    stays", "  ✔ Three.", "", "verdict"]

    assert ["title", "", "  ✔ 2 checks passed", "  ✘ Two.", "    stays", "", "verdict"] == without_passed(
        page, "✔", passed=2
    )
