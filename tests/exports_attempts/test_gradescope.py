"""Gradescope's results.json, read by the rules of its autograder specification."""

from __future__ import annotations

import io
import json
import unittest
from typing import Any

import pytest

from tests.exports_attempts.classroom import one
from tests.support.claims import nonempty

FORMATS = ("text", "html", "simple_format", "md", "ansi")
VISIBILITY = ("hidden", "after_due_date", "after_published", "visible")


def read(content: bytes) -> dict[str, Any]:
    """The file as Gradescope takes it: JSON without NaN, each field of the type and the words it asks for."""

    def refuse(word: str) -> None:
        raise ValueError(word)

    results: dict[str, Any] = json.loads(content.decode("utf-8"), parse_constant=refuse)
    assert isinstance(results["score"], int | float)
    assert all(results[name] in FORMATS for name in nonempty(results) if name.endswith("_format"))
    assert all(results[name] in VISIBILITY for name in ("visibility", "stdout_visibility"))
    for test in results["tests"]:
        assert test["status"] in ("passed", "failed") and test["visibility"] in VISIBILITY
        assert isinstance(test["score"], int | float) and isinstance(test["max_score"], int | float)
        assert all(isinstance(test[name], str) for name in ("name", "number", "output"))
        assert all(isinstance(tag, str) for tag in test["tags"])
    return results


def test_the_score_is_what_the_course_counts() -> None:
    """It overrides the sum of the tests, so lateness costs what the policy says; the student reads why."""
    results = read(one("gradescope", points="3.35", late_s=7200))

    assert results["score"] == 3.35
    assert results["output"] == "Handed in 2 h late: 0.65 points taken off."
    assert sum(test["score"] for test in results["tests"]) == 4


def test_each_check_is_a_test_with_its_points() -> None:
    """Name, points and status are there, and the checks' order is their number."""
    tests = read(one("gradescope"))["tests"]

    assert [(test["number"], test["score"], test["max_score"], test["status"]) for test in tests] == [
        ("1", 4, 4, "passed"),
        ("2", 0, 2, "failed"),
        ("3", 0, 4, "failed"),
    ]
    assert tests[2]["name"] == "The first error <leaves> & nothing else."
    assert tests[2]["output"].splitlines()[:4] == [
        "This does not hold yet: The first error <leaves> & nothing else.",
        "expected: ValueError",
        "got: nothing",
        "line: gather.py:14",
    ]


def test_a_hidden_check_shows_when_grades_are_published() -> None:
    """A visible one at once; what a hidden one says are its prepared words."""
    tests = read(one("gradescope"))["tests"]

    assert [test["visibility"] for test in tests] == ["visible", "after_published", "visible"]
    assert tests[1]["output"] == "It never came back.\nline: gather.py:9"


@pytest.mark.parametrize(
    ("attempt", "sentence"), [(3, "gather.py has no my_gather."), (4, "asyncio.gather is locked in this kata.")]
)
def test_a_reason_stands_first(attempt: int, sentence: str) -> None:
    """A file that cannot be graded, or used a locked name, says so above all else, and earns nothing."""
    results = read(one("gradescope", attempt))

    assert results["score"] == 0
    assert (results["tests"][0]["name"], results["tests"][0]["status"]) == ("The file itself", "failed")
    assert results["output"] == results["tests"][0]["output"] == sentence


def test_what_printed_comes_to_its_own_check() -> None:
    """A student finds their prints below the visible check that caused them."""
    first = read(one("gradescope"))["tests"][0]

    assert first["output"].endswith("printed:\nstarting")


def test_the_official_helper_writes_the_same_fields() -> None:
    """What gradescope-utils writes of a test, we write too, in values of the same types."""
    runner = pytest.importorskip("gradescope_utils.autograder_utils.json_test_runner")
    decorators = pytest.importorskip("gradescope_utils.autograder_utils.decorators")

    class Tests(unittest.TestCase):
        @decorators.weight(4)  # type: ignore[untyped-decorator]
        @decorators.number("1")  # type: ignore[untyped-decorator]
        @decorators.visibility("visible")  # type: ignore[untyped-decorator]
        @decorators.tags("M09")  # type: ignore[untyped-decorator]
        def test_it(self) -> None:
            """The first error leaves."""
            self.fail("nothing")

    stream = io.StringIO()
    runner.JSONTestRunner(stream=stream, visibility="visible", stdout_visibility="hidden").run(
        unittest.defaultTestLoader.loadTestsFromTestCase(Tests)
    )
    theirs = json.loads(stream.getvalue())

    ours = read(one("gradescope"))
    # Seconds of a clock on a wall are never in a report, and a leaderboard is not for a student to read.
    assert set(theirs) - set(ours) == {"execution_time", "leaderboard"}
    (their_test,), our_test = theirs["tests"], ours["tests"][2]
    assert set(their_test) <= set(our_test)
    assert [name for name in their_test if kind(their_test[name]) is not kind(our_test[name])] == []


def kind(value: object) -> type:
    """What JSON calls the type: it has one for all numbers."""
    return float if isinstance(value, int | float) else type(value)
