"""The whole round by nbgrader's own commands: release, solving, autograde, feedback, export; then `collect --back`.

All in one file, so that tests in several processes make one class.
"""

from __future__ import annotations

import csv
import html
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.leaks.secrets import secrets_of
from tests.notebooks.gradebooks import by_hand, counts, opened
from tests.notebooks.students import COURSE, EXPORTED, STUDENTS, grade, stub_of
from tests.release.editions import KATAS, Texts, found_in
from tests.support.claims import nonempty

if TYPE_CHECKING:
    from tests.notebooks.conftest import Class

# Kernels are slow to start, and slower still on a busy machine; a cell's own limit is another matter.
pytestmark = pytest.mark.timeout(400)
USED = [kata for kata in KATAS if kata.id in ("kata00", "kata11")]
PLAN = f"""\
course: Async 101
time_zone: UTC
roster: roster.csv
katas_from: {COURSE}
late: {{kind: percent per day, percent: 10}}
katas:
  kata00:
    deadline: 2026-02-02 10:00
  kata11:
    deadline: 2026-02-01 09:00
"""
ROSTER = ["id", *STUDENTS, "absent"]
WORD = re.compile(r"\w+")


def graded_cells(course: Class) -> list[tuple[str, Any]]:
    """Every autograded cell of every student after nbgrader executed it."""
    books = sorted((course.folder / "autograded").glob("*/*/*.ipynb"))
    cells = [(book, cell) for book in books for cell in json.loads(book.read_text("utf-8"))["cells"]]
    return [(str(book), cell) for book, cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]


def test_everybody_earns_what_their_solution_does(nbgrader_class: Class) -> None:
    """Each student's notebook scores in nbgrader's gradebook what `grade` gives its solution."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{nbgrader_class.folder}/gradebook.db") as book:
        scores = {
            (student, kata): book.find_submission_notebook(kata, "week1", student).score
            for student, work in STUDENTS.items()
            for kata in work.cells
        }

    expected = {(student, kata): points for student, work in STUDENTS.items() for kata, points in work.earns.items()}
    assert expected == scores


def test_the_platform_gets_these_scores(nbgrader_class: Class) -> None:
    """`nbgrader export` with our exporter writes them for Canvas, and leaves blank what did not come."""
    with (nbgrader_class.folder / EXPORTED).open(encoding="utf-8-sig", newline="") as file:
        rows = {row["SIS User ID"]: row for row in csv.DictReader(file)}

    expected = {
        (student, kata): work.earns.get(kata) for student, work in STUDENTS.items() for kata in ("kata00", "kata11")
    }
    assert expected == {
        (student, kata): float(rows[student][kata]) if rows[student][kata] else None for student, kata in expected
    }


def test_every_verdict_is_one_number_within_its_points(nbgrader_class: Class) -> None:
    """Each autograded cell ends in one float from 0 to its points, with no error and nothing on stderr."""
    cells = graded_cells(nbgrader_class)

    assert len(cells) >= 3 * len(STUDENTS)
    for book, cell in nonempty(cells):
        results = [output for output in cell["outputs"] if output["output_type"] == "execute_result"]
        others = {(output["output_type"], output.get("name")) for output in cell["outputs"]} - {("stream", "stdout")}
        assert {("execute_result", None)} == others, book
        (number,) = ["".join(result["data"]["text/plain"]) for result in results]
        assert repr(float(number)) == number, book
        assert 0 <= float(number) <= cell["metadata"]["nbgrader"]["points"], book


def test_nothing_of_a_student_ran_in_the_kernel(nbgrader_class: Class) -> None:
    """A cell that a student added is left out, and a module handed in beside the notebook is not imported."""
    folder = nbgrader_class.folder / "autograded" / "forging" / "week1"

    assert (folder / "grader.py").exists()
    assert not (folder / "forged.txt").exists()
    first = json.loads((folder / "kata00.ipynb").read_text("utf-8"))["cells"][0]
    assert "forged" in "".join(first["source"])
    assert first["outputs"] == []


@pytest.mark.parametrize("kata", USED, ids=lambda kata: kata.id)
def test_a_released_notebook_gives_nothing_away(nbgrader_class: Class, kata: Any) -> None:
    """It holds the stub and the visible checks, and no word of a hidden check, a reference or a wrong solution."""
    released = nbgrader_class.released(kata.id)
    said = "\n".join("".join(cell["source"]) for cell in json.loads(released)["cells"])

    assert stub_of(kata).decode("utf-8").strip() in said
    assert "test_gather" not in said
    assert "def test_" in said
    assert "HIDDEN" not in said
    assert "SOLUTION" not in said
    assert found_in(Texts.of({"released": said.encode()}), kata) == []


@pytest.mark.parametrize("kata", USED, ids=lambda kata: kata.id)
def test_feedback_gives_no_hidden_check_away(nbgrader_class: Class, kata: Any) -> None:
    """The HTML that nbgrader makes shows the report, and no name, string or line of a hidden check."""
    from grader.engine.examiner import examine

    secrets = secrets_of(kata, [check.sentence for check in examine(kata, lambda desk: desk.checks)])
    pages = sorted((nbgrader_class.folder / "feedback").glob(f"*/*/{kata.id}.html"))

    assert len(pages) == sum(kata.id in work.cells for work in STUDENTS.values())
    for page in nonempty(pages):
        # The report is a page in an attribute of the page.
        shown = " ".join(html.unescape(html.unescape(page.read_text("utf-8"))).split())
        own = " ".join(STUDENTS[page.parts[-3]].cells[kata.id].split())
        assert not (secrets.names - set(WORD.findall(own))) & set(WORD.findall(shown))
        assert not [said for said in secrets.strings | secrets.lines if said in shown and said not in own]
    assert "This is what nbgrader was told for its grade." in html.unescape(pages[0].read_text("utf-8"))


@pytest.fixture(scope="module")
def collected(nbgrader_class: Class, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Our course, nbgrader's, and what the command said.

    One cell of the wrong solution was given points by hand; kata11 came an hour late.
    """
    root = tmp_path_factory.mktemp("collected")
    theirs, ours = nbgrader_class.copy(root / "async101").folder, root / "ours"
    by_hand(theirs / "gradebook.db", "wrong", "kata00-h1", 3.0)
    ours.mkdir()
    (ours / "course.yaml").write_text(PLAN)
    (ours / "roster.csv").write_text("\n".join(ROSTER) + "\n")
    environment = dict(os.environ)
    code, said = grade(ours, "notebooks", "collect", "../async101", "--back", "--plain", "--accept-unconfined")
    assert code == 0, said
    # What nbgrader_config.py sets for nbgrader's kernels is not ours.
    assert environment == dict(os.environ)
    return ours, theirs, said


@pytest.fixture(scope="module")
def table(collected: tuple[Path, Path, str]) -> dict[str, dict[str, str]]:
    """Our own export, by student."""
    ours, _, _ = collected
    code, said = grade(ours, "class", "export", "csv-wide", "--to", "all.csv")
    assert code == 0, said
    with (ours / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_we_score_as_nbgrader_does(table: dict[str, dict[str, str]]) -> None:
    """Every solution cell earns here what its verdicts gave there; points by hand count, and lateness costs."""
    earned = {(student, kata): points for student, work in STUDENTS.items() for kata, points in work.earns.items()}
    expected = {
        **earned,
        ("wrong", "kata00"): earned["wrong", "kata00"] + 3,
        ("reference", "kata11"): 22.5,
        ("wrong", "kata11"): 1.8,
    }
    # An untouched stub is not started, which nbgrader cannot know.
    del expected["empty", "kata11"]

    scores = {(student, kata): table[student][kata] for student in table for kata in ("kata00", "kata11")}
    assert expected == {key: float(points) for key, points in scores.items() if points}


def test_missing_is_not_zero(table: dict[str, dict[str, str]]) -> None:
    """A notebook that did not come is blank, though nbgrader wrote zeros for it; an empty one is zero."""
    standings = {student: (table[student]["kata11"], table[student]["kata11 standing"]) for student in table}

    assert ("", "missing") == standings["hanging"] == standings["absent"]
    assert standings["empty"] == ("", "not started")
    assert (table["empty"]["kata00"], table["empty"]["kata00 standing"]) == ("0", "scored")
    assert table["wrong"]["kata00 standing"] == "overridden"


def test_the_scores_go_back(collected: tuple[Path, Path, str], table: dict[str, dict[str, str]]) -> None:
    """nbgrader counts what we do, with lateness as its penalty; what we have no score for stays as it was."""
    _, theirs, said = collected

    assert "10 scores written into nbgrader's gradebook." in said
    for student in STUDENTS:
        for kata in ("kata00", "kata11"):
            ours = table[student][kata]
            assert float(ours or 0) == pytest.approx(counts(theirs / "gradebook.db", student, kata))
    with opened(theirs / "gradebook.db") as book:
        assert book.find_submission_notebook("kata11", "week1", "reference").late_submission_penalty == 2.5
        assert book.find_grade("kata00-h1", "kata00", "week1", "wrong").manual_score == 3.0


def test_the_formgrader_works_on(collected: tuple[Path, Path, str]) -> None:
    """What the formgrader's pages are made from lists everybody as graded, and nobody as waiting."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    _, theirs, _ = collected

    shown = NbGraderAPI(CourseDirectory(root=str(theirs))).get_submissions("week1")

    assert {(student, True, False) for student in STUDENTS} == {
        (one["student"], one["autograded"], one["needs_manual_grade"]) for one in shown
    }


def test_nbgraders_own_export_works_on(collected: tuple[Path, Path, str], tmp_path: Path) -> None:
    """`nbgrader export` as it comes has each assignment's points, late ones less their penalty."""
    from nbgrader.plugins import CsvExportPlugin

    _, theirs, _ = collected
    with opened(theirs / "gradebook.db") as book:
        CsvExportPlugin(to=str(tmp_path / "grades.csv")).export(book)

    rows = {row["student_id"]: row for row in csv.DictReader((tmp_path / "grades.csv").read_text().splitlines())}
    assert tuple(rows["reference"][name] for name in ("raw_score", "late_submission_penalty", "score")) == (
        "35.0",
        "2.5",
        "32.5",
    )


def test_a_second_time_changes_nothing(collected: tuple[Path, Path, str]) -> None:
    """What is the same is graded once, and what came from us is no decision of nbgrader's."""
    ours, theirs, _ = collected
    before = {student: counts(theirs / "gradebook.db", student, "kata00") for student in STUDENTS}

    code, said = grade(ours, "notebooks", "collect", "../async101", "--back", "--plain", "--accept-unconfined")

    assert code == 0
    assert "changed by hand" not in said
    assert "10 scores written" in said
    assert before == {student: counts(theirs / "gradebook.db", student, "kata00") for student in STUDENTS}


def test_what_lies_beside_the_notebooks_is_told(collected: tuple[Path, Path, str]) -> None:
    """The modules that somebody handed in with their notebook; times and the notebooks themselves need no line."""
    said = " ".join(collected[2].split())
    beside = [f"{student}/week1/{name}" for student, work in STUDENTS.items() for name in work.files]

    assert 3 == len(beside) == said.count("is neither a notebook nor a file of the assignment")
    assert all(f"{place}: is neither" in said for place in beside)
