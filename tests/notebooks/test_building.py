"""`grade notebooks build`: every kata's source notebook, and what nbgrader makes of it."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.classroom.nbgrader.notebook import solution_of
from grader.curriculum import load_katas
from tests.notebooks.students import COURSE, grade, stub_of
from tests.release.editions import Texts, found_in
from tests.support.claims import nonempty

if TYPE_CHECKING:
    from grader.model import Kata

pytestmark = pytest.mark.skipif(find_spec("nbgrader") is None, reason="needs the extra nbgrader")
KATAS = load_katas(COURSE)
each_kata = pytest.mark.parametrize("kata", KATAS, ids=lambda kata: kata.id)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An nbgrader course with a notebook for each kata."""
    folder = tmp_path_factory.mktemp("built") / "async 101"
    code, said = grade(COURSE, "notebooks", "build", str(folder))
    assert code == 0, said
    return folder


def source(built: Path, kata: Kata) -> str:
    """A kata's source notebook."""
    return (built / "source" / kata.id / f"{kata.id}.ipynb").read_text("utf-8")


def released(text: str) -> Any:
    """What `nbgrader generate_assignment` takes out of it."""
    import nbformat
    from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

    book, resources = nbformat.reads(text, as_version=4), {"language": "python"}
    for one in (ClearSolutions(), ClearHiddenTests()):
        book, resources = one.preprocess(book, resources)
    return book


@each_kata
def test_the_source_holds_the_right_answer(built: Path, kata: Kata) -> None:
    """Read as if it were handed in, an instructor's source is the reference."""
    reference = (COURSE / "solutions" / kata.slug / kata.submit).read_bytes()

    assert reference.strip() == solution_of(source(built, kata).encode(), kata.id).strip()


@each_kata
def test_the_released_notebook_is_the_stub(built: Path, kata: Kata) -> None:
    """Released and handed in as it is, it is the stub to the byte, which makes it not started."""
    import nbformat

    text = nbformat.writes(released(source(built, kata)))

    assert stub_of(kata) == solution_of(text.encode(), kata.id)
    assert (
        found_in(Texts.of({"released": "\n".join(cell.source for cell in released(text).cells).encode()}), kata) == []
    )


@each_kata
def test_every_check_has_a_cell_with_its_points(built: Path, kata: Kata) -> None:
    """The points of the autograded cells are the kata's; a hidden check's cell is empty but for its sentence."""
    book = released(source(built, kata))

    graded = [cell for cell in book.cells if cell.metadata.nbgrader.grade]
    assert kata.points == sum(cell.metadata.nbgrader.points for cell in graded)
    assert all(cell.metadata.nbgrader.locked for cell in nonempty(graded))
    hidden = [cell.source for cell in graded if re.search(r"-h\d+$", cell.metadata.nbgrader.grade_id)]
    assert hidden
    assert all(re.fullmatch(r"# \d+ points?, hidden: [^\n]+\n?", text) for text in nonempty(hidden)), hidden


def test_the_same_course_gives_the_same_files(built: Path, tmp_path: Path) -> None:
    """Built again, nothing changes and nobody is asked."""
    code, said = grade(COURSE, "notebooks", "build", str(built), "kata00")
    grade(COURSE, "notebooks", "build", str(tmp_path), "kata00")

    assert code == 0
    assert "kata00.ipynb  is the same already" in said
    assert source(built, KATAS[0]) == source(tmp_path, KATAS[0])


def test_a_configuration_that_is_there_stays(tmp_path: Path) -> None:
    """It is an instructor's own: what it lacks is said, with the lines to add."""
    mine = tmp_path / "nbgrader_config.py"
    mine.write_text("c = get_config()\n")

    code, said = grade(COURSE, "notebooks", "build", str(tmp_path), "kata00")

    assert code == 0
    assert mine.read_text() == "c = get_config()\n"
    assert f"guard(c, katas={str(COURSE)!r})" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["there", "kata98"], "There is no kata 'kata98'"),
        (["there", "kata00", "--assignment", "week+1"], "week+1 cannot be an assignment's name"),
        (["file", "kata00"], "file is a file"),
    ],
)
def test_what_cannot_be_built_is_said(tmp_path: Path, arguments: list[str], said: str) -> None:
    """A sentence, the exit code of wrong usage, and no file."""
    (tmp_path / "file").write_text("mine")
    folder = str(tmp_path / arguments[0])

    code, told = grade(COURSE, "notebooks", "build", folder, *arguments[1:])

    assert code == 2, told
    assert said in told
    assert [tmp_path / "file"] == list(tmp_path.iterdir())
