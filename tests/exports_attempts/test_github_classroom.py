"""What GitHub Classroom's reporter reads, decoded and summed up by its rules."""

from __future__ import annotations

import json
import math
from base64 import b64decode
from typing import Any

import pytest

from grader.classroom.exports import Notes
from tests.exports_attempts.classroom import CLASS, one, written
from tests.support.claims import nonempty


def read(content: bytes) -> dict[str, Any]:
    """The results as the reporter takes them out of its variable: strict base64 on one line, then JSON."""
    assert content.endswith(b"\n") and content.count(b"\n") == 1
    results: dict[str, Any] = json.loads(b64decode(content.rstrip(b"\n"), validate=True))
    return results


def notified(results: dict[str, Any]) -> str:
    """The notice "Points T/M": JavaScript adds what it finds, so a missing score is NaN and a text glues."""
    total: float = 0
    assert results["tests"], "reduce over nothing: NaN"
    for test in results["tests"]:
        assert type(test["score"]) in (int, float), "a text would be glued, None would be NaN"
        total += test["score"]
    assert not math.isnan(total) and type(results["max_score"]) is int
    return f"{total:g}/{results['max_score']:g}"


@pytest.mark.parametrize(
    ("attempt", "points", "posted"),
    [
        (1, "4", "4/10"),
        (2, "12", "12/10"),
        (1, "3.35", "3.35/10"),
        (2, "10", "10/10"),
        (3, "0", "0/10"),
        (4, "0", "0/10"),
        (5, "8", "8/10"),
    ],
)
def test_the_points_posted_are_what_the_course_counts(attempt: int, points: str, posted: str) -> None:
    """Right, late, not gradable, locked or overridden: the reporter's sum is the score."""
    late = 60 if points == "3.35" else 0

    results = read(one("github-classroom", attempt, points=points, late_s=late))

    assert notified(results) == posted


def test_every_test_has_what_the_reporter_prints() -> None:
    """Without a line the console says "undefined"; 0 hides it."""
    results = read(one("github-classroom"))

    for test in nonempty(results["tests"]):
        assert set(test) == {"name", "status", "score", "message", "test_code", "filename", "line_no", "duration"}
        assert test["status"] in ("pass", "fail", "error")
        assert type(test["line_no"]) is int and type(test["duration"]) is int
    assert [(test["status"], test["line_no"], test["duration"]) for test in results["tests"]] == [
        ("pass", 0, 3000),
        ("fail", 9, 0),
        ("fail", 14, 0),
    ]


@pytest.mark.parametrize(("attempt", "status"), [(1, "fail"), (2, "pass"), (3, "error"), (4, "fail")])
def test_the_status_is_the_verdict(attempt: int, status: str) -> None:
    """Accepted passes, rejected fails, a file that cannot be graded is an error."""
    assert read(one("github-classroom", attempt))["status"] == status


def test_lateness_is_a_test_of_its_own() -> None:
    """The student reads what was taken off, and it is in the sum."""
    last = read(one("github-classroom", points="3.35", late_s=7200))["tests"][-1]

    assert (last["score"], last["status"]) == (-0.65, "fail")
    assert last["message"] == "Handed in 2 h late: 0.65 points taken off."


def test_what_the_log_shows_is_told() -> None:
    """The console's table does not show points: the instructor is told once."""
    notes = Notes()

    written("github-classroom", CLASS, notes)

    assert len([said for said in notes.sentences() if "table in Classroom" in said]) == 1


def test_words_without_points_have_an_entry_of_their_own() -> None:
    """A comment beside points as the checks earned them, and points that are judged elsewhere, change no sum."""
    ways: tuple[dict[str, Any], ...] = ({"comments": ("A clear loop!",)}, {"pending": 1})
    commented, pending = (read(one("github-classroom", 2, points="10", **more)) for more in ways)
    last = commented["tests"][-1]

    assert [notified(commented), notified(pending)] == ["10/10", "10/10"]
    assert (last["name"], last["message"]) == ("From your instructor", "A clear loop!")
    assert pending["tests"][-1]["name"] == "Points: 1 more is judged by your instructor"
