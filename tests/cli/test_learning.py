"""`grade next`, `progress`, `solution` and `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Bench

ALPHA = "katas/kata01_alpha/alpha.py"
REFERENCE = "solutions/kata01_alpha/alpha.py"
OTHER = "solutions/kata01_alpha/alternatives/by_hand.py"


def solved(bench: Bench) -> Bench:
    """kata01 is accepted, and its solutions are there."""
    bench.write(ALPHA, "mine = 'right'\n")
    bench.grade("kata01")
    bench.write(REFERENCE, "reference = 1\n")
    bench.write(OTHER, "by_hand = 2\n")
    return bench


def test_next_says_why(bench: Bench) -> None:
    """The proposal comes with its reason: what was begun, once something is."""
    bench.grade("next")
    assert bench.out.splitlines()[-1] == "  why    it is where the course begins."

    bench.write("katas/kata02_beta/beta.py", "wrong\n")
    bench.grade("kata02")
    bench.grade("next")
    assert bench.out.splitlines()[0] == "kata02  The beta"
    assert bench.out.splitlines()[-1] == "  why    you have begun it: 4 of 10 points so far."


def test_next_ends_when_all_is_done(bench: Bench) -> None:
    """With every kata done the exit code is 5."""
    for name in ("kata01_alpha/alpha.py", "kata02_beta/beta.py"):
        bench.write(f"katas/{name}", "right\n")
    bench.grade("kata01", "kata02")

    assert bench.grade("next") == 5
    assert "Every kata is done." in bench.err


def test_progress_shows_tracks_and_what_stands(bench: Bench) -> None:
    """Points by track, streaks, attempts, and the misconceptions of rejected katas."""
    solved(bench)
    bench.write("katas/kata02_beta/beta.py", "wrong\n")
    bench.grade("kata02")

    assert bench.grade("progress", "--plain") == 0
    assert "  tasks           ##############......      1 of 2      14 of 20" in bench.out.splitlines()
    assert "  attempts            2, at 2 katas" in bench.out
    assert "  first-time passes   0 in a row, 1 at best" in bench.out
    assert "  M02  Independent waits were done one after the other. (kata02)" in bench.out
    assert "  Learn more: grade explain M02" in bench.out


def test_progress_of_a_beginner(bench: Bench) -> None:
    """Before the first attempt nothing stands and nothing breaks."""
    assert bench.grade("progress") == 0
    assert "No misconception stands." in bench.out


def test_a_solution_waits_for_an_accepted_attempt(bench: Bench) -> None:
    """Before, nothing of it is shown, however good the best attempt was."""
    bench.write(REFERENCE, "reference = 1\n")
    assert bench.grade("solution", "kata01") == 1
    assert "you have not tried it yet" in bench.err

    bench.write(ALPHA, "wrong\n")
    bench.grade("kata01")
    assert bench.grade("solution", "kata01") == 1
    assert "your best so far is 4 of 10 points" in bench.err
    assert "reference" not in bench.out


def test_a_solution_opens_after_one(bench: Bench) -> None:
    """Mine stands beside the reference and each alternative, also when I broke it since."""
    solved(bench)
    bench.write(ALPHA, "mine = 'wrong'\n")
    bench.grade("kata01")

    assert bench.grade("solution", "kata01") == 0
    lines = bench.out.splitlines()
    assert f"{'mine: alpha.py':<38} │ reference: alpha.py" == lines[0]
    assert any("mine = 'wrong'" in line and "reference = 1" in line for line in lines)
    assert any("alternative: by hand" in line for line in lines)
    assert any("mine = 'wrong'" in line and "by_hand = 2" in line for line in lines)


def test_plain_solutions_stand_one_after_the_other(bench: Bench) -> None:
    """--plain needs no columns."""
    solved(bench).grade("solution", "kata01", "--plain")

    heads = [line for line in bench.out.splitlines() if line.endswith((".py", "by hand"))]
    assert heads == ["mine: alpha.py", "reference: alpha.py", "alternative: by hand"]


def test_a_solution_as_a_diff(bench: Bench) -> None:
    """--diff says what to change in mine."""
    solved(bench).grade("solution", "kata01", "--diff")

    assert {"-mine = 'right'", "+reference = 1", "+by_hand = 2"} <= set(bench.out.splitlines())


def test_the_same_program_is_not_shown_twice(bench: Bench) -> None:
    """Comments and layout aside, what is the same is said to be."""
    solved(bench).write(REFERENCE, "# ours\nmine   =   'right'\n")
    bench.grade("solution", "kata01")

    assert "reference: alpha.py: the same as yours, but for comments and layout." in bench.out


def test_an_edition_without_solutions_says_so(bench: Bench) -> None:
    """After an accepted attempt, where no solutions came along, that is what is said."""
    bench.write(ALPHA, "right\n")
    bench.grade("kata01")

    assert bench.grade("solution", "kata01") == 5
    assert "its solutions did not come with this copy of the course" in bench.err
    assert bench.grade("solution", "kata02", "--author") == 2


def test_an_author_need_not_solve_it_first(bench: Bench) -> None:
    """--author opens what is at hand."""
    bench.write(REFERENCE, "reference = 1\n")

    assert bench.grade("solution", "kata01", "--author") == 0
    assert "reference = 1" in bench.out


def test_an_unknown_misconception_is_refused(bench: Bench) -> None:
    """A code that does not exist is a matter of usage."""
    assert bench.grade("explain", "M99") == 2
    assert "grade explain" in bench.err


def test_all_misconceptions_are_listed(bench: Bench) -> None:
    """Without a code there is a line for each, and one's own are marked."""
    bench.write(ALPHA, "wrong\n")
    bench.grade("kata01")

    assert bench.grade("explain") == 0
    assert "still yours: kata01" in bench.out
    assert "M41" in bench.out
