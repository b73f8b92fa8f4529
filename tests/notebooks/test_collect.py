"""`grade notebooks collect` where there is nothing to collect."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.notebooks.students import COURSE, grade

pytestmark = pytest.mark.skipif(find_spec("nbgrader") is None, reason="needs the extra nbgrader")
PLAN = f"course: A\ntime_zone: UTC\nroster: roster.csv\nkatas_from: {COURSE}\nkatas:\n  kata00:\n"


@pytest.mark.parametrize(
    ("files", "arguments", "said"),
    [
        ({}, ["nowhere"], "There is no folder"),
        ({"there/nbgrader_config.py": "c = get_config(\n"}, ["there"], "nbgrader_config.py"),
        ({"there/submitted/.keep": ""}, ["there", "--back", "--no-run"], "nbgrader has no gradebook there yet"),
    ],
)
def test_what_is_no_course_is_said(tmp_path: Path, files: dict[str, str], arguments: list[str], said: str) -> None:
    """A sentence and the exit code of wrong usage; nbgrader's gradebook is never made by looking for it."""
    (tmp_path / "course.yaml").write_text(PLAN)
    (tmp_path / "roster.csv").write_text("id\nada\n")
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)

    code, told = grade(tmp_path, "notebooks", "collect", *arguments)

    assert code == 2, told
    assert said in told
    assert list(tmp_path.rglob("gradebook.db")) == []
