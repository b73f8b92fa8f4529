"""The checks of a kata as a set."""

from __future__ import annotations

from dataclasses import replace

from grader.authoring.rules import check_problems
from grader.model import Check, Kata

Checks = tuple[Check, ...]


def test_a_good_set_has_no_problem(kata: Kata, checks: Checks):
    """Four visible points of ten, sentences, and needs that exist."""
    assert check_problems(kata, checks) == ()


def test_points_sum_to_the_difficultys(kata: Kata, checks: Checks):
    """Difficulty 1 is worth ten points."""
    first, second = checks

    assert check_problems(kata, (first, replace(second, points=7))) == (
        "its checks are worth 11 points; difficulty 1 asks for 10",
    )


def test_visible_points_are_30_to_40_percent(kata: Kata, checks: Checks):
    """Of ten, three and four are right; two and five are not."""
    first, second = checks
    problems = {
        visible: check_problems(kata, (replace(first, points=visible), replace(second, points=10 - visible)))
        for visible in (2, 3, 4, 5)
    }

    assert problems[3] == problems[4] == ()
    assert problems[2] == ("its visible checks are worth 2 points; 30 to 40 % of 10 is 3 to 4",)
    assert problems[5] == ("its visible checks are worth 5 points; 30 to 40 % of 10 is 3 to 4",)


def test_shares_of_fifteen_are_whole_points(kata: Kata, checks: Checks):
    """30 % of 15 is 4.5, so five is the least."""
    first, second = checks
    harder = replace(kata, difficulty=2)

    assert check_problems(harder, (first, replace(second, points=11))) == (
        "its visible checks are worth 4 points; 30 to 40 % of 15 is 5 to 6",
    )


def test_inside_checks_are_a_fifth_at_most(kata: Kata, checks: Checks):
    """Two points of ten may rest on what the candidate says of itself; six may not."""
    first, second = checks
    third = Check("test_inside", "It says so.", 2, hidden=True, inside=True)

    assert check_problems(kata, (first, replace(second, points=4), third)) == ()
    assert check_problems(kata, (first, replace(second, inside=True))) == (
        "its inside checks are worth 6 points; at most a fifth of 10 may be",
    )


def test_names_needs_and_sentences(kata: Kata, checks: Checks):
    """A need that is no check, a name given twice and a missing sentence are told together."""
    first, second = checks
    spoilt = replace(second, name="test_opens", sentence="It waits", needs=("test_gone", "test_opens"))

    assert check_problems(kata, (first, spoilt)) == (
        "test_opens has no sentence: its docstring is one, and ends like one",
        "two checks are called test_opens",
        "test_opens needs test_gone, which is no check of this kata",
        "test_opens needs test_opens, which is itself",
    )
