"""Notebooks whose cells a student copied, took out, moved or changed, through nbgrader's own commands."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any

import pytest

from tests.notebooks.conftest import ASSIGNMENT, BIN, Class
from tests.notebooks.gradebooks import counts, opened
from tests.notebooks.students import COURSE, RIGHT, grade, solve

pytestmark = [
    pytest.mark.skipif(find_spec("nbgrader") is None, reason="needs the extra nbgrader"),
    pytest.mark.timeout(400),
]

KATA = "kata00"
FULL = 10


def _about(cell: Any) -> Any:
    return cell.metadata.get("nbgrader", {})


def _changed(released: str, change: Callable[[Any], None]) -> str:
    """The right solution in the released notebook, and then this change."""
    import nbformat

    book = nbformat.reads(solve(released, RIGHT), as_version=4)
    change(book)
    text: str = nbformat.writes(book)
    return text


def _place(book: Any, grade_id: str) -> int:
    return next(place for place, cell in enumerate(book.cells) if _about(cell).get("grade_id") == grade_id)


def copy_solution(book: Any) -> None:
    """A first try stays above the cell that counts, as a copy of it."""
    import copy

    place = _place(book, f"{KATA}-solution")
    first = copy.deepcopy(book.cells[place])
    first.source = f"%%kata {KATA}\nasync def greet(name, pause): return 'wrong'"
    first["id"] = "a-copy"
    book.cells.insert(place, first)


def ungraded(book: Any) -> None:
    """Somebody's editor, or somebody, says of a verdict that it is none."""
    for cell in book.cells:
        if _about(cell).get("grade"):
            _about(cell)["grade"] = False


def add(book: Any) -> None:
    """Cells of one's own, between ours: one that raises, one that never ends, and words."""
    from nbformat.v4 import new_code_cell, new_markdown_cell

    for place in range(len(book.cells), 0, -2):
        book.cells.insert(place, new_code_cell("raise SystemExit(3)"))
    book.cells.append(new_code_cell("while True: pass"))
    book.cells.append(new_markdown_cell("my notes"))


def take_out(book: Any) -> None:
    """Everything but the solution."""
    book.cells = [book.cells[_place(book, f"{KATA}-solution")]]


def move(book: Any) -> None:
    """All cells the other way round: the verdicts stand before the solution."""
    book.cells = book.cells[::-1]


CHANGES: Mapping[str, Callable[[Any], None]] = {
    "added": add,
    "copied": copy_solution,
    "moved": move,
    "taken-out": take_out,
    "ungraded": ungraded,
}
BROKEN = {
    "broken-bytes": b"\x00\xff no notebook",
    "broken-json": b'{"cells": [',
    "broken-old": b'{"nbformat": 2, "worksheets": []}',
    "broken-shape": b'{"cells": {}, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
}


@pytest.fixture(scope="module")
def autograded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Class, str]:
    """The class after `nbgrader autograde`, and what that said; `zoe`, the last, did nothing odd."""
    course = Class(tmp_path_factory.mktemp("odd") / "async101")
    code, said = grade(COURSE, "notebooks", "build", str(course.folder), KATA, "--assignment", ASSIGNMENT)
    assert code == 0, said
    course.nbgrader("generate_assignment", ASSIGNMENT)
    released = course.released(KATA)
    handed_in = {student: _changed(released, change).encode() for student, change in CHANGES.items()}
    for student, content in {**handed_in, **BROKEN, "zoe": solve(released, RIGHT).encode()}.items():
        folder = course.folder / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / f"{KATA}.ipynb").write_bytes(content)
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(COURSE)}
    command = [str(BIN / "nbgrader"), "autograde", ASSIGNMENT]
    done = subprocess.run(command, cwd=course.folder, env=environment, capture_output=True, text=True, check=False)
    return course, done.stdout + done.stderr


def _counted(course: Class, student: str) -> float:
    return counts(course.folder / "gradebook.db", student, KATA)


@pytest.mark.parametrize("student", CHANGES)
def test_what_was_done_to_the_cells_costs_nothing(autograded: tuple[Class, str], student: str) -> None:
    """The right solution earns all of its points, whatever stands around it."""
    assert _counted(autograded[0], student) == FULL


def test_a_broken_notebook_ends_nobody_elses(autograded: tuple[Class, str]) -> None:
    """Whoever comes after it is graded all the same."""
    assert _counted(autograded[0], "zoe") == FULL


@pytest.mark.parametrize("student", BROKEN)
def test_a_broken_notebook_earns_nothing_and_is_told(autograded: tuple[Class, str], student: str) -> None:
    """It has no points, and what nbgrader says names its student."""
    course, said = autograded

    with opened(course.folder / "gradebook.db") as book:
        found = [one for one in book.submission_dicts(ASSIGNMENT) if one["student"] == student and one["score"]]
    assert found == []
    assert student in said
