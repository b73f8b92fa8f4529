"""What a verdict makes of a report, and of a grading that gives none."""

from __future__ import annotations

from typing import Any

import pytest

from grader.classroom.nbgrader.autograde import graded, told_by
from grader.errors import UnableToGrade, UnknownKata
from tests.notebooks.students import RIGHT


def report(points: float, reason: str = "") -> dict[str, Any]:
    """A student's report with one check worth 4."""
    check = {
        "id": "h1",
        "max": 4,
        "points": points,
        "sentence": "It waits.",
        "outcome": "failed",
        "headline": "Not yet.",
    }
    return {"reason": reason, "checks": [check]}


@pytest.mark.parametrize(("points", "told"), [(4, 4.0), (0, 0.0), (-3, 0.0), (9, 4.0), (2.5, 2.5)])
def test_points_are_clamped(points: float, told: float) -> None:
    """Never below zero, which nbgrader takes for full marks, and never above the maximum, which it cannot take."""
    found = told_by(report(points), "h1")

    assert (told, float) == (found.points, type(found.points))
    assert f"{told:g} of 4 points. It waits.\n" in found.said


def test_a_verdict_that_no_check_explains_earns_nothing() -> None:
    """A solution that uses what is locked earns nothing by any check, and is told why."""
    assert told_by(report(4, "gather.py uses asyncio.gather"), "h1") == (0.0, "0 points: gather.py uses asyncio.gather")


def test_a_check_that_is_not_there_earns_nothing() -> None:
    """A copy of the course without hidden checks says that it did not judge."""
    points, said = told_by(report(4), "h2")

    assert points == 0.0
    assert "h2 was not judged" in said


def test_a_marking_that_takes_too_long_is_stopped() -> None:
    """`grade` itself is ended in time for nbgrader's limit, and that is nobody's zero but ours."""
    with pytest.raises(UnableToGrade, match=r"stopped after 0\.01 s"):
        graded("kata00", RIGHT, limit_s=0.01)


def test_no_such_kata_is_said() -> None:
    """With its name."""
    with pytest.raises(UnknownKata, match="kata98"):
        graded("kata98", RIGHT)
