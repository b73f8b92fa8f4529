"""A source that is for one kata, and that nothing in it is passed over without a word."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from grader.classroom.collect import SourceFormat, Why
from tests.collect.instructor import desk
from tests.collect.sources import CODE, collect, said
from tests.support.archives import folder, zip_bytes, zipped


@pytest.mark.parametrize(
    "name", ["mygather.py", "gather.py.txt", "gather (1).py", "Hausaufgabe Ada.py", "retry.py", "main.PY"]
)
def test_for_one_kata_any_python_file_is_taken(tmp_path: Path, name: str) -> None:
    """Whatever it is called, even as another kata asks; and it is said."""
    files = {f"lovelaceada_6_1_{name}": CODE, "nunezben_7_2_gather.py": CODE}

    book, gathered = collect(zipped(tmp_path / "s.zip", files), only="kata01")

    assert {("ada", "kata01"), ("ben", "kata01")} == book.taken()
    assert [f"lovelaceada_6_1_{name}: as kata01 of ada"] == said(gathered)


def test_the_kata_s_own_name_goes_first(tmp_path: Path) -> None:
    """What lies beside it is listed, with what was taken for it."""
    files = {"ada/gather.py": CODE, "ada/helper.py": b"", "ada/test_gather.py": b"", "ada/notes.md": b""}

    book, gathered = collect(folder(tmp_path / "s", files | {"ben/gather.py": CODE}), only="kata01")

    assert {("ada", "kata01"), ("ben", "kata01")} == book.taken()
    assert sorted(said(gathered)) == [
        "ada/helper.py: kata01 of ada, for which ada/gather.py was taken",
        "ada/notes.md: is no Python file",
        "ada/test_gather.py: kata01 of ada, for which ada/gather.py was taken",
    ]


def test_of_two_that_could_be_it_none_is_taken(tmp_path: Path) -> None:
    """Nobody guesses; a test beside them would be no third."""
    files = {"ada/one.py": CODE, "ada/two.py": CODE, "ada/test_one.py": CODE}

    book, gathered = collect(folder(tmp_path / "s", files | {"ben/gather.py": CODE}), only="kata01")

    assert {("ben", "kata01")} == book.taken()
    assert len(said(gathered, Why.AMBIGUOUS)) == 3


def test_a_zip_of_one_kata_is_opened(tmp_path: Path) -> None:
    """A student's own zip with a name of its own in it."""
    packed = zip_bytes({"my homework/solution.py": CODE, "my homework/README.txt": b"hello"})

    book, _ = collect(zipped(tmp_path / "s.zip", {"lovelaceada_6_1_hw.zip": packed}), only="kata01")

    assert {("ada", "kata01")} == book.taken()


def test_one_file_by_itself_is_collected(tmp_path: Path) -> None:
    """The way for what could not be placed: the file, its kata and its student are named."""
    at = desk(tmp_path)
    (tmp_path / "final_Ada.py.txt").write_bytes(CODE)

    assert at.grade("collect", "../final_Ada.py.txt", "--kata", "1", "--student", "ada", "--output", "json") == 0
    assert '"new": 1' in at.out


def test_a_kata_that_is_none_is_usage(tmp_path: Path) -> None:
    """The course says which there are."""
    at = desk(tmp_path)
    folder(tmp_path / "in", {"ada/gather.py": CODE})

    assert at.grade("collect", "../in", "--kata", "kata77") == 2
    assert "There is no kata kata77 in this course." in at.err


def test_a_renamed_notebook_is_told_with_the_way(tmp_path: Path) -> None:
    """nbgrader knows it by its exact name alone."""
    here = "submitted/ada/week1"
    names = ("kata01.ipynb", "kata01 (1).ipynb", "kata01_final_Ada.ipynb", "sub/kata01.ipynb", "essay.ipynb")
    files = {f"{here}/{name}": "{}" for name in names}

    _, gathered = collect(folder(tmp_path / "s", {**files, f"{here}/gather.py": CODE}), SourceFormat.NBGRADER)

    told = dict(line.split(": ", 1) for line in said(gathered))
    misnamed = (
        "is a notebook that is not called as its kata: rename it to kata01.ipynb, then run grade notebooks collect"
    )
    plain = "is a notebook: grade notebooks collect takes those"
    deep = "is a notebook in a folder of its own: move it up beside the others, then run grade notebooks collect"
    assert [plain, misnamed, misnamed, deep, plain] == [told[f"{here}/{name}"] for name in names]


def test_a_stray_file_beside_a_whole_clone_is_told(tmp_path: Path) -> None:
    """The course's own files are counted; what a student left elsewhere is listed, with what was taken."""
    clone = {
        "katas/kata01_gather/gather.py": CODE,
        "katas/kata01_gather/README.md": "",
        "katas/kata01_gather/mine.py": "",
        "gather.py": "stray",
    }
    files = {f"ada/{name}": content for name, content in clone.items()} | {"ben/gather.py": CODE}

    book, gathered = collect(folder(tmp_path / "s", files))

    assert {("ada", "kata01"), ("ben", "kata01")} == book.taken()
    assert sorted(said(gathered)) == [
        "ada/gather.py: kata01 of ada, for which ada/katas/kata01_gather/gather.py was taken",
        "ada/katas/kata01_gather/mine.py: no kata is handed in under this name",
    ]


def test_an_archive_that_is_not_read_is_told_with_the_way(tmp_path: Path) -> None:
    """It may hold what is missing."""
    _, gathered = collect(folder(tmp_path / "s", {"ada/work.7z": b"7z", "ben/gather.py": CODE}))

    said_of_it = "is an archive of a kind that is not read here: unpack it, and collect the folder"
    assert [f"ada/work.7z: {said_of_it}"] == said(gathered)


def test_a_repository_without_any_file_to_take_is_told(tmp_path: Path) -> None:
    """Nobody takes it for one that was never there."""
    repository = tmp_path / "s" / "gather-ada"
    folder(repository, {"README.md": b"hello"})
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@x", "-C", str(repository)]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *command], check=True)

    _, gathered = collect(tmp_path / "s", SourceFormat.GIT, scratch=tmp_path)

    assert said(gathered) == ["gather-ada: holds no Python file and no notebook"]
