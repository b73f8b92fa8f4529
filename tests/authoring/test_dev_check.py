"""`grade dev check`, from katas to lines and an exit code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grader.authoring.check import InspectionOrder, Timed, dev_check, kata_lines
from grader.authoring.inspection import Effort, Inspection
from grader.curriculum import load_kata
from grader.model import Kata

ROOT = Path(__file__).parents[2]
GOOD = Inspection("kata77", (), checks=12, alternatives=2, wrong=8, effort=Effort(repeats=10), idle=19)


def test_the_line_of_a_good_kata():
    """What was held is counted on one line."""
    assert kata_lines(Timed(GOOD, 3.14)) == (
        "kata77  ok  12 checks, reference + 2 alternatives accepted, 8 wrong solutions caught with 2 seeds, "
        "19 idle programs unpaid, 10 repeats identical, 3.1 s"
    )


def test_the_lines_of_a_kata_with_problems():
    """Every problem has an indented line of its own, and its further lines stand below it."""
    found = replace(GOOD, problems=("README.md is missing", "the checks are broken:\nline 3"))

    assert kata_lines(Timed(found, 3.14)) == (
        "kata77  2 problems\n    README.md is missing\n    the checks are broken:\n        line 3"
    )


def test_the_lines_of_a_warning():
    """It stands below the kata's line, good or bad, and is counted as no problem."""
    warned = replace(GOOD, warnings=("test_x: a sweep cuts at 1 s",))

    assert kata_lines(Timed(warned, 3.14)).endswith(" s\n    warning: test_x: a sweep cuts at 1 s")
    assert kata_lines(Timed(replace(warned, problems=("no",)), 3.14)).splitlines()[1:] == [
        "    no",
        "    warning: test_x: a sweep cuts at 1 s",
    ]


def orders(solutions: Path, *katas: Kata) -> list[InspectionOrder]:
    """These katas, to be inspected twice over."""
    return [InspectionOrder(kata, solutions, Effort(repeats=2)) for kata in katas]


def test_one_bad_kata_is_exit_1(kata: Kata, tmp_path: Path):
    """The good one is told as good, and the last line names the bad one."""
    lines: list[str] = []
    bad = replace(kata, id="kata78")

    def inspect(order: InspectionOrder) -> Timed:
        problems = ("w1 is accepted",) if order.kata is bad else ()
        return Timed(replace(GOOD, kata=order.kata.id, problems=problems, wrong=1), 0.0)

    code = dev_check(orders(tmp_path, kata, bad), jobs=1, say=lines.append, inspect=inspect)

    assert code == 1
    assert lines == [
        "kata77  ok  12 checks, reference + 2 alternatives accepted, 1 wrong solution caught with 2 seeds, "
        "19 idle programs unpaid, 10 repeats identical, 0.0 s",
        "kata78  1 problem\n    w1 is accepted",
        "1 of 2 katas has problems: kata78",
    ]


def test_an_inspection_that_breaks_is_a_problem(kata: Kata, tmp_path: Path):
    """Our own error in one kata is told as that kata's line."""
    lines: list[str] = []

    def inspect(order: InspectionOrder) -> Timed:
        raise RuntimeError("the engine is gone")

    code = dev_check(orders(tmp_path, kata), jobs=1, say=lines.append, inspect=inspect)

    assert code == 1
    assert lines[0].startswith("kata77  1 problem\n    could not be inspected: Traceback")
    assert lines[0].endswith("RuntimeError: the engine is gone")


def test_no_kata_is_not_ok(tmp_path: Path):
    """A gate that looked at nothing is shut."""
    lines: list[str] = []

    assert dev_check([], jobs=1, say=lines.append) == 1
    assert lines == ["There is no kata to check."]


def test_the_warm_up_is_what_a_kata_promises_to_be():
    """With the real engine, kata00 holds everything."""
    lines: list[str] = []
    kata = load_kata(ROOT / "katas" / "kata00_warm_up")

    code = dev_check(orders(ROOT / "solutions", kata), jobs=1, say=lines.append)

    assert (code, lines[0].partition("checks")[0]) == (0, "kata00  ok  6 ")
