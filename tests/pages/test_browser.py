"""The pages of a class in a real browser: axe-core finds nothing, nothing is blocked, nothing runs off the side."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.classroom.pages.board import board_page
from grader.classroom.pages.class_report import class_page
from grader.classroom.scores.model import Standing
from grader.classroom.scores.ranking import standings
from grader.classroom.scores.summary import summarise
from tests.pages.conftest import absent, large, scored
from tests.pages.test_class_page import small
from tests.pages.test_student_page import page
from tests.report_html.test_browser import needs_both, told


def written(which: str) -> str:
    """One of the pages."""
    match which:
        case "class":
            return class_page(small(), pages={"ada": "students/ada.html"})
        case "large class":
            return class_page(summarise(large(250, 60)), pages={})
        case "student":
            return page(scored("3", attempt=1), absent(Standing.EXCUSED, of=25))
        case _:
            found = standings(large(30, 20), name_of=lambda student: student.name)
            return board_page(found, course="Autumn", made="now", anonymous=True)


@needs_both
@pytest.mark.parametrize(
    ("which", "width", "dark"),
    [
        ("class", 1200, False),
        ("class", 500, True),
        ("large class", 500, False),
        ("student", 1200, True),
        ("student", 500, False),
        ("board", 500, True),
    ],
)
def test_axe_finds_nothing(tmp_path: Path, which: str, width: int, dark: bool) -> None:
    """No accessibility rule is broken, no style is blocked by the policy, and nothing runs off the side."""
    answer = told(written(which), tmp_path, width=width, dark=dark)

    assert ([], [], 0, dark) == (answer["violations"], answer["blocked"], answer["wide"], answer["dark"])
