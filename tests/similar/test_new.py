"""`grade class similar --new`: what looks like nothing known."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from grader.curriculum.kata_files import SEALED_SOLUTIONS, sealed
from grader.errors import ExitCode
from grader.model import Verdict
from tests.similar.conftest import ODD, RENAMED, WRONG, Course

RIGHT = "async def f(jobs):\n    return [await job for job in jobs if job is not None]\n"
OTHER = """\
async def f(jobs):
    done = {}
    for n, job in enumerate(jobs):
        done[n] = await job
    return done
"""


@pytest.fixture
def home(course: Course) -> Path:
    """Where the solutions of the course's one kata are."""
    return course.folder.parent / "solutions" / "kata01_alpha"


def news(course: Course, *arguments: str) -> dict[str, Any]:
    """What the command says, as data."""
    assert course.similar("--new", "--output", "json", *arguments) == ExitCode.ACCEPTED
    found: dict[str, Any] = json.loads(course.out)
    return found


def test_an_accepted_shape_that_nobody_had_is_listed_once(course: Course) -> None:
    """The earliest who had it, and how many later ones did; the reference's and an alternative's shapes are known."""
    course.hand_in("ada", RIGHT.replace("job", "it"), verdict=Verdict.ACCEPTED)
    course.hand_in("zoe", OTHER, verdict=Verdict.ACCEPTED)
    course.hand_in("li", OTHER.replace("done", "seen"), verdict=Verdict.ACCEPTED)
    course.hand_in("group:pair", ODD, members=("ben", "cy"), verdict=Verdict.ACCEPTED)

    found = news(course)["accepted"]

    assert [(one["students"], one["others"], one["like"]) for one in found] == [
        (["ben", "cy"], 0, ""),
        (["zoe"], 1, ""),
    ]


def test_an_accepted_one_in_the_shape_of_a_wrong_one_comes_first(course: Course) -> None:
    """That of a known wrong solution, or of a submission that was rejected, is told by name."""
    course.hand_in("ada", OTHER, verdict=Verdict.ACCEPTED)
    course.hand_in("zoe", RENAMED, verdict=Verdict.ACCEPTED)
    course.hand_in("li", ODD, verdict=Verdict.ACCEPTED)
    course.hand_in("ben", ODD + "# mine\n")

    found = news(course)["accepted"]

    assert [(one["students"], one["like"]) for one in found] == [
        (["li"], "a submission that was rejected"),
        (["zoe"], "the wrong solution w1.py"),
        (["ada"], ""),
    ]
    course.similar("--new")
    assert "LOOK  it has the shape of the wrong solution w1.py" in course.out


def test_a_rejected_one_that_no_wrong_solution_resembles_is_listed(course: Course, home: Path) -> None:
    """Neither its shape is known, nor the check and the misconception by which it was caught."""
    claims = '"""Believes something."""\n# misconception: {}\n# breaks: rule 1\n# caught by: {}\n# student reads: it\n'
    (home / "wrong" / "w1.py").write_text(claims.format("M02", "test_a") + WRONG)
    course.hand_in("ada", RENAMED)
    course.hand_in("zoe", ODD)
    course.hand_in("li", ODD.replace("out", "seen"))

    assert [
        (one["students"], one["others"], one["check"], one["misconceptions"]) for one in news(course)["rejected"]
    ] == [(["zoe"], 1, "test_b", ["M02"])]

    (home / "wrong" / "w1.py").write_text(claims.format("M02", "test_b") + WRONG)
    assert news(course)["rejected"] == []
    assert course.similar("--new") == 0 and course.out == "Nothing was handed in that looks like nothing known.\n"


def test_without_the_wrong_solutions_that_is_said(course: Course, home: Path) -> None:
    """An instructor's edition may hold none: rejected ones are not listed as if all were new."""
    shutil.rmtree(home / "wrong")
    course.hand_in("zoe", ODD)
    course.hand_in("ada", OTHER, verdict=Verdict.ACCEPTED)

    found = news(course)

    assert ([one["students"] for one in found["accepted"]], found["rejected"]) == ([["ada"]], [])
    assert found["held_against"] == [{"kata": "kata01", "reference": True, "alternatives": 1, "wrong": 0}]
    course.similar("--new")
    assert "kata01: no known wrong solutions came with this copy" in course.out


def test_sealed_solutions_are_known_and_absent_ones_are_said_to_be(course: Course, home: Path) -> None:
    """Folded up or not, the reference's shape is known; where there is none, ones are held against each other alone."""
    kata = course.folder.parent / "katas" / "kata01_alpha"
    (kata / SEALED_SOLUTIONS).write_bytes(sealed({"alpha.py": (home / "alpha.py").read_bytes()}))
    shutil.rmtree(home)
    course.hand_in("ada", RIGHT, verdict=Verdict.ACCEPTED)

    assert news(course)["accepted"] == []
    (kata / SEALED_SOLUTIONS).unlink()
    assert [one["students"] for one in news(course)["accepted"]] == [["ada"]]
    course.similar("--new")
    assert "kata01: no reference came with this copy" in " ".join(course.out.split())


def test_the_lists_are_numbered_through_and_can_be_looked_at(course: Course) -> None:
    """Text in 80 columns, names and files cleaned, the next step at the end."""
    course.hand_in("ada", OTHER + "# \x1b[2J\n", verdict=Verdict.ACCEPTED)
    course.hand_in("zoe", ODD)

    assert course.similar("--new") == 0
    assert "  1  kata01 The alpha  10/10 points" in course.out and "  2  kata01 The alpha  4/10 points" in course.out
    assert "Ada Lovelace (ada)" in course.out and "grade dev wrong KATA NAME --from FILE" in course.out
    assert max(map(len, course.out.splitlines())) <= 80

    assert course.similar("--new", "--show", "1") == 0
    assert course.out.startswith("── Ada Lovelace (ada)\nasync def f(jobs):") and "\x1b" not in course.out
    assert course.similar("--new", "--show", "3") == ExitCode.USAGE


def test_the_stub_and_what_is_no_python_are_not_new(course: Course) -> None:
    """Nobody has to look at what was not begun; what could not be read is said."""
    stub = (course.folder.parent / "katas" / "kata01_alpha" / "alpha.py").read_text()
    course.hand_in("ada", stub)
    course.hand_in("zoe", "def f(:\n", verdict=Verdict.ACCEPTED)

    assert course.similar("--new") == 0
    assert course.out == "Nothing was handed in that looks like nothing known.\n"
    assert course.err == "1 of 2 are no Python, or could not be read in time.\n"
