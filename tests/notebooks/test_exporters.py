"""Exporters for `nbgrader export`, over nbgrader's own gradebook."""

from __future__ import annotations

import csv
import json
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.exports import FORMATS
from tests.notebooks.gradebooks import made, opened

pytestmark = pytest.mark.skipif(find_spec("nbgrader") is None, reason="needs the extra nbgrader")

SCORES: dict[str, dict[str, dict[str, float | None]]] = {
    "ada": {"kata00": {"test_alone": 4.0, "h1": 3.25}, "kata11": {"test_first": 10.0, "h1": 0.0}},
    "ben": {"kata00": {"test_alone": 4.0, "h1": 0.0}},
    "cyd": {},
    "dan": {"kata00": {"test_alone": 4.0, "h1": None}},
    "=eve": {"kata00": {"test_alone": 0.0, "h1": 0.0}, "kata11": {"test_first": 0.0, "h1": 0.0}},
}
TABLES = [name for name, one in FORMATS.items() if not one.per_attempt and not one.needs_template]
FOLDERS = [name for name, one in FORMATS.items() if one.per_attempt]
NEEDED = {"oneroster": {"settings": {"class": "c1", "school": "s1", "academic_session": "y26"}}}


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which Ben has not handed in kata11, Cyd nothing, and a cell of Dan's has no score."""
    folder = tmp_path_factory.mktemp("exports")
    made(folder / "gradebook.db", SCORES)
    for student, katas in SCORES.items():
        for kata in katas:
            (folder / "submitted" / student / "week1").mkdir(parents=True, exist_ok=True)
            (folder / "submitted" / student / "week1" / f"{kata}.ipynb").write_text("{}")
    return folder / "gradebook.db"


def exporters() -> dict[str, Any]:
    """Every exporter by its format."""
    from grader.classroom.nbgrader import exporters
    from grader.classroom.nbgrader.exporters import Exporter

    classes = [one for one in vars(exporters).values() if isinstance(one, type) and issubclass(one, Exporter)]
    return {one.format: one for one in classes if one is not Exporter}


def export(gradebook: Path, format: str, to: Path, **settings: Any) -> Path:
    """What `nbgrader export --exporter` does with it."""
    from nbgrader.apps.exportapp import ExportApp
    from nbgrader.coursedir import CourseDirectory

    app = ExportApp()
    app.coursedir = CourseDirectory(parent=app, root=str(gradebook.parent))
    with opened(gradebook) as book:
        exporters()[format](parent=app, to=str(to), **{**NEEDED.get(format, {}), **settings}).export(book)
    return to


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file's rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_format_has_an_exporter() -> None:
    """There is a class for each format of `grade class export list`, and none for anything else."""
    assert set(FORMATS) == set(exporters())


@pytest.mark.parametrize("format", TABLES)
def test_a_table_holds_everybodys_points(gradebook: Path, tmp_path: Path, format: str) -> None:
    """Each table has Ada's points, and leaves nobody's id to be read as a formula."""
    to = export(gradebook, format, tmp_path / "grades")

    if zipfile.is_zipfile(to):
        with zipfile.ZipFile(to) as archive:
            said = archive.read("results.csv").decode()
    else:
        said = to.read_text("utf-8-sig")
    assert "7.25" in said
    assert "ada" in said or '"userId": "70"' in said
    assert "\n=eve" not in said


@pytest.mark.parametrize("format", FOLDERS)
def test_a_folder_holds_a_file_for_each_attempt(gradebook: Path, tmp_path: Path, format: str) -> None:
    """What was graded has a file of its own; what was not handed in has none."""
    to = export(gradebook, format, tmp_path / "grades")

    found = [str(path.relative_to(to)) for path in to.rglob("*") if path.is_file()]
    assert len(found) == 5
    assert len([path for path in found if "ada" in path]) == 2
    assert [path for path in found if "cyd" in path] == []


def test_missing_is_not_zero(gradebook: Path, tmp_path: Path) -> None:
    """Who handed in nothing is blank, also where nbgrader wrote down a zero; a zero that was earned is one."""
    wide = {row["student"]: row for row in rows(export(gradebook, "csv-wide", tmp_path / "wide.csv", katas=["kata11"]))}
    zero = {row["student"]: row for row in rows(export(gradebook, "csv-wide", tmp_path / "zero.csv", missing="zero"))}

    assert tuple(wide[student]["kata11"] for student in ("ada", "ben", "cyd")) == ("10", "", "")
    assert tuple(zero[student]["kata11"] for student in ("ada", "ben", "cyd")) == ("10", "0", "0")
    assert wide["ben"]["kata11 standing"] == "missing"
    earned = json.loads(export(gradebook, "json", tmp_path / "all.json").read_text())["students"]
    assert {score["kata"]: score["points"] for one in earned if one["id"] == "=eve" for score in one["scores"]} == {
        "kata00": "0",
        "kata11": "0",
    }


def test_what_waits_for_a_person_has_no_points(gradebook: Path, tmp_path: Path) -> None:
    """A notebook with a cell that nobody has scored is waiting, and not worth what the others add up to."""
    (row,) = [row for row in rows(export(gradebook, "csv-wide", tmp_path / "wide.csv")) if row["student"] == "dan"]

    assert (row["kata00"], row["kata00 standing"]) == ("", "waiting")


def test_a_template_is_filled(gradebook: Path, tmp_path: Path) -> None:
    """A file downloaded from the platform gets the points, and keeps all else."""
    template = tmp_path / "downloaded.csv"
    template.write_text("Student,ID,SIS Login ID,Section,kata00 (11)\n    Points Possible,,,,10\nAda,70,x,A,\n")

    to = export(gradebook, "canvas", tmp_path / "filled.csv", template=str(template), katas=["kata00"])

    assert template.read_text().replace("x,A,", "x,A,7.25") == to.read_text()


@pytest.mark.parametrize(
    ("format", "settings", "said"),
    [
        ("moodle-worksheet", {}, "--MoodleWorksheet.template=FILE"),
        ("oneroster", {"settings": {}}, "needs to know the sourcedId"),
        ("canvas", {"template": "nowhere.csv"}, "nowhere.csv cannot be read"),
    ],
)
def test_what_cannot_be_is_said(
    gradebook: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    format: str,
    settings: dict[str, Any],
    said: str,
) -> None:
    """A sentence with the next step and the exit code of wrong usage; no file and no traceback."""
    with pytest.raises(SystemExit) as left:
        export(gradebook, format, tmp_path / "grades.csv", **settings)

    assert left.value.code == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
