"""The settings a student may take for an editor."""

from __future__ import annotations

import json
import re
from pathlib import Path

from grader.curriculum import find_course
from grader.model import Report
from grader.report.layout import Style
from grader.report.scoring import student_view
from grader.report.text import text
from tests.support.processes import python

COURSE = find_course(Path(__file__))
FOLDER = COURSE / "docs" / "editors"


def test_the_test_panel_finds_visible_checks_alone() -> None:
    """With these settings pytest collects the visible checks of a kata and none of the hidden ones."""
    arguments = json.loads((FOLDER / "settings.json").read_text(encoding="utf-8"))["python.testing.pytestArgs"]
    where, *options = arguments
    done = python("-m", "pytest", "--collect-only", "-q", f"{where}/kata00_warm_up", *options)

    assert where == "katas"
    assert "test_warm_up.py::test_greets_by_name" in done.stdout
    assert "hidden" not in done.stdout


def test_the_problems_panel_understands_what_grade_says(report: Report) -> None:
    """The task's pattern finds file, line and message of what was seen on the way."""
    tasks = json.loads((FOLDER / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    pattern = re.compile(tasks[0]["problemMatcher"]["pattern"]["regexp"])

    lines = text(student_view(report), style=Style.PICTURES).splitlines()
    found = [match.groups() for line in lines if (match := pattern.match(line))]

    assert ("gather.py", "12", "time.sleep(3) held the whole loop for 3 s") in found
