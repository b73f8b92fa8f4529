"""`grade class similar`."""

from __future__ import annotations

import json

from grader.classroom.gradebook import Gradebook
from grader.model import Verdict
from tests.similar.conftest import BYTES, NOW, ODD, RENAMED, STUB, Course


def test_two_that_are_wrong_alike_are_listed(course: Course) -> None:
    """By name, with the kata and points; a third who is wrong in another way is not there."""
    course.hand_in("ada", ODD)
    course.hand_in("zoe", ODD.replace("out", "found"))
    course.hand_in("li", ODD.replace("(n, ", "(n + 1, "))

    assert course.similar() == 0
    assert "Ada Lovelace (ada)" in course.out and "Zoë Núñez (zoe)" in course.out and "李" not in course.out
    assert "kata01 The alpha  2 apart  4/10 points  M02" in course.out
    assert course.out.startswith("A list to look at, never a verdict.")
    assert max(map(len, course.out.splitlines())) <= 80


def test_the_katas_own_programs_are_left_out(course: Course) -> None:
    """Stub, reference, alternative and wrong solution: a student may have been shown any of them."""
    home = course.folder.parent / "solutions" / "kata01_alpha"
    for source in (STUB, RENAMED, *((home / name).read_text() for name in ("alpha.py", "alternatives/other.py"))):
        course.hand_in("ada", source)
        course.hand_in("zoe", source + "# mine\n")

    assert course.groups() == []
    assert course.similar() == 0 and course.out == "No two students are wrong in the identical way.\n"


def test_right_answers_are_not_compared(course: Course) -> None:
    """They all look alike."""
    course.hand_in("ada", ODD, verdict=Verdict.ACCEPTED)
    course.hand_in("zoe", ODD, verdict=Verdict.ACCEPTED)
    course.hand_in("li", ODD)

    assert course.groups() == []


def test_ones_own_are_not_like_ones_own(course: Course) -> None:
    """Neither handed in again, nor alone and in a group."""
    course.hand_in("ada", ODD)
    course.hand_in("ada", ODD + "# again\n")
    course.hand_in("group:pair", BYTES, members=("ben", "cy"))
    course.hand_in("ben", BYTES + "# alone\n")

    assert course.groups() == []

    course.hand_in("li", BYTES + "# too\n")
    assert course.groups() == [[["ben", "cy"], ["li"]]]


def test_the_rarest_comes_first(course: Course) -> None:
    """Two who share a program before three who share another; then the longer one."""
    longer = ODD.replace("return out", "out.sort()\n    return out")
    for owner in ("ada", "zoe", "li"):
        course.hand_in(owner, ODD + f"# {owner}\n")
    for owner in ("ada", "li"):
        course.hand_in(owner, BYTES + f"# {owner}\n")
        course.hand_in(owner, longer + f"# {owner}\n")

    groups = course.groups()

    assert [len(group) for group in groups] == [2, 2, 3]
    sizes = [group["size"] for group in json.loads(course.out)["groups"]]
    assert sizes[0] > sizes[1]


def test_the_newest_verdict_counts(course: Course) -> None:
    """Once wrong and right after a regrade is right."""
    course.hand_in("ada", ODD)
    course.hand_in("zoe", ODD)
    with Gradebook.open(course.folder) as book:
        for kept in list(book.submissions()):
            book.record(
                kept.id,
                Course.report(kept.sha256, Verdict.ACCEPTED),
                kind="regrade",
                now=NOW,
                accepted_unconfined=False,
            )

    assert course.groups() == []


def test_files_can_be_looked_at(course: Course) -> None:
    """Cleaned of what moves a cursor, each different file once, under whose it is."""
    course.hand_in("ada", ODD + "# \x1b[2J\n")
    course.hand_in("zoe", ODD)

    assert course.similar("--show", "1") == 0
    assert "── Ada Lovelace (ada)\nasync def f(jobs):" in course.out
    assert "\x1b" not in course.out and course.out.count("enumerate") == 2
    assert course.similar("--show", "2") == 2


def test_what_cannot_be_read_is_said(course: Course) -> None:
    """It is no reason to stop."""
    course.hand_in("ada", "def f(:\n", verdict=Verdict.NOT_GRADABLE)
    course.hand_in("zoe", "def f(:\n", verdict=Verdict.NOT_GRADABLE)

    assert course.similar() == 0
    assert course.err == "1 of 1 are no Python, or could not be read in time.\n"
