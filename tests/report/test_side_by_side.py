"""Programs beside each other."""

from __future__ import annotations

from grader.report.diff import ShownProgram, below, beside, program_difference
from grader.report.layout import Style
from tests.support.claims import nonempty

MINE = ShownProgram("mine", "def f():\n    return 1\n")
LONG = ShownProgram("theirs", "def g():\n    return " + " + ".join(f"number_{i}" for i in range(20)) + "\n")


def test_two_columns_fit_into_80() -> None:
    """Long lines go on in their own column, indented, and nothing is lost."""
    lines = beside(MINE, LONG, width=80, style=Style.PICTURES)

    assert max(map(len, lines)) <= 80
    assert all(" │ " in line or line.endswith(" │") for line in nonempty(lines))
    words = " ".join(line.partition("│")[2] for line in lines)
    assert all(f"number_{i}" in words for i in range(20))


def test_a_wider_terminal_is_used() -> None:
    """At 200 columns the long line needs fewer lines than at 80."""
    wide = beside(MINE, LONG, width=200, style=Style.PICTURES)

    assert len(wide) < len(beside(MINE, LONG, width=80, style=Style.PICTURES))
    assert max(map(len, wide)) <= 200


def test_one_below_the_other_has_its_numbers() -> None:
    """Each line comes with its number."""
    assert below(MINE, style=Style.PLAIN) == ["mine", "   1 def f():", "   2     return 1"]


def test_what_would_play_with_the_terminal_is_shown() -> None:
    """A control character of a program is shown and not sent."""
    program = ShownProgram("mine", "x = '\x1b[2J'\n")

    assert "\x1b" not in "".join(below(program, style=Style.PLAIN))


def test_the_difference_is_a_unified_diff() -> None:
    """It leads from the left program to the right one."""
    lines = program_difference(MINE, ShownProgram("theirs", "def f():\n    return 2\n"), style=Style.PLAIN)

    assert lines[:2] == ["--- mine", "+++ theirs"]
    assert lines[-2:] == ["-    return 1", "+    return 2"]
