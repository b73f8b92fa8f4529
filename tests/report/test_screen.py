"""A page cut to the height of a terminal."""

from __future__ import annotations

import re

import pytest

from grader.report.layout import bounded, fitted, without_passed

PAGE = [f"line {number}" for number in range(30)]


def test_a_page_that_fits_stays_as_it_is() -> None:
    """Nothing is cut without need."""
    assert bounded(PAGE, 30) == PAGE


def test_the_beginning_and_the_end_stay() -> None:
    """The last lines, with the verdict, are always shown, and what is left out is counted."""
    shown = bounded(PAGE, 10)

    assert len(shown) == 10
    assert [shown[0], shown[-1]] == ["line 0", "line 29"]
    assert "… 21 more lines" in shown[7]


@pytest.mark.parametrize("rows", range(1, 30))
def test_no_terminal_is_too_small(rows: int) -> None:
    """Whatever the height, no more lines come than fit."""
    assert rows == len(bounded(PAGE, rows))


def test_passed_checks_become_one_line() -> None:
    """Where there is no room their lines go, with their second lines too; nothing else does."""
    page = ["title", "", "  ✔ One.", "    of two lines", "  ✘ Two.", "    stays", "  ✔ Three.", "", "verdict"]

    assert without_passed(page, "✔", passed=2) == [
        "title",
        "",
        "  ✔ 2 checks passed",
        "  ✘ Two.",
        "    stays",
        "",
        "verdict",
    ]


@pytest.mark.parametrize("columns", range(9, 50))
def test_no_line_is_wider_than_the_screen(columns: int) -> None:
    """Every width gets every word, in its order, and its colours end where they ended before."""
    page = ["  \x1b[31msome words that are red\x1b[0m      0/3", "short", "one", "     deep"]

    shown = fitted(page, columns)

    plain = [re.sub(r"\x1b\[\d+m", "", line) for line in shown]
    assert max(map(len, plain)) <= columns
    assert " ".join(page).split() == " ".join(shown).split()


def test_a_word_wider_than_the_screen_is_broken() -> None:
    """Where there is no blank to fold at, nothing is lost either."""
    assert fitted(["  abcdefghijk"], 7) == ["  abcde", "  fghij", "  k"]
