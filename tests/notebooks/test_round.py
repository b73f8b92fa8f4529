"""The whole round by nbgrader's own commands: release, solving, autograde, feedback."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.leaks.looking import secrets_of
from tests.notebooks.students import STUDENTS
from tests.release.editions import KATAS, found_in

if TYPE_CHECKING:
    from tests.notebooks.conftest import Class

USED = [kata for kata in KATAS if kata.id in ("kata00", "kata11")]
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


def test_every_verdict_is_one_number_within_its_points(nbgrader_class: Class) -> None:
    """Each autograded cell ends in one float from 0 to its points, with no error and nothing on stderr."""
    cells = graded_cells(nbgrader_class)

    assert len(cells) >= 3 * len(STUDENTS)
    for book, cell in cells:
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
    assert [] == first["outputs"]


@pytest.mark.parametrize("kata", USED, ids=lambda kata: kata.id)
def test_a_released_notebook_gives_nothing_away(nbgrader_class: Class, kata: Any) -> None:
    """It holds the stub and the visible checks, and no word of a hidden check, a reference or a wrong solution."""
    released = nbgrader_class.released(kata.id)
    said = "\n".join("".join(cell["source"]) for cell in json.loads(released)["cells"])

    assert kata.stub.read_text("utf-8").strip() in said
    assert "test_gather" not in said
    assert "def test_" in said
    assert "HIDDEN" not in said
    assert "SOLUTION" not in said
    assert [] == found_in({"released": said.encode()}, kata)


@pytest.mark.parametrize("kata", USED, ids=lambda kata: kata.id)
def test_feedback_gives_no_hidden_check_away(nbgrader_class: Class, kata: Any) -> None:
    """The HTML that nbgrader makes shows the report, and no name, string or line of a hidden check."""
    from grader.examiner import examine

    secrets = secrets_of(kata, [check.sentence for check in examine(kata, lambda desk: desk.checks)])
    pages = sorted((nbgrader_class.folder / "feedback").glob(f"*/*/{kata.id}.html"))

    assert len(pages) == sum(kata.id in work.cells for work in STUDENTS.values())
    for page in pages:
        # The report is a page in an attribute of the page.
        shown = " ".join(html.unescape(html.unescape(page.read_text("utf-8"))).split())
        own = " ".join(STUDENTS[page.parts[-3]].cells[kata.id].split())
        assert not (secrets.names - set(WORD.findall(own))) & set(WORD.findall(shown))
        assert not [said for said in secrets.strings | secrets.lines if said in shown and said not in own]
    assert "This is what nbgrader was told for its grade." in html.unescape(pages[0].read_text("utf-8"))
