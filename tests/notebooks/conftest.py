"""A real nbgrader course: notebooks built, released, solved by a class, autograded and fed back, once for all tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.notebooks.students import COURSE, EXPORTED, STUDENTS, grade, solve

ASSIGNMENT = "week1"
KATAS = ("kata00", "kata11")
HANDED_IN = "2026-02-01 10:00:00 UTC"
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Class:
    """nbgrader's course folder, and its commands."""

    folder: Path

    def nbgrader(self, *arguments: str) -> str:
        """Run one of nbgrader's commands in the course; gives all that it says."""
        environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(COURSE)}
        command = [str(BIN / "nbgrader"), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def released(self, kata: str) -> str:
        """A notebook as students get it."""
        return (self.folder / "release" / ASSIGNMENT / f"{kata}.ipynb").read_text("utf-8")

    def hand_in(self, student: str) -> None:
        """What this student submits."""
        work = STUDENTS[student]
        folder = self.folder / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text(HANDED_IN)
        for kata, cell in work.cells.items():
            solved = solve(self.released(kata), cell, forging=bool(work.files))
            (folder / f"{kata}.ipynb").write_text(solved, "utf-8")
        for name, content in work.files.items():
            (folder / name).write_text(content)

    def copy(self, to: Path) -> Class:
        """The same course elsewhere, to change it."""
        shutil.copytree(self.folder, to)
        return Class(to)


@pytest.fixture(scope="module")
def nbgrader_class(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """The class after an instructor's whole round."""
    if find_spec("nbgrader") is None:
        pytest.skip("needs the extra nbgrader")
    course = Class(tmp_path_factory.mktemp("nbgrader") / "async101")
    code, said = grade(COURSE, "notebooks", "build", str(course.folder), *KATAS, "--assignment", ASSIGNMENT)
    assert code == 0, said
    course.nbgrader("generate_assignment", ASSIGNMENT)
    for student in STUDENTS:
        course.hand_in(student)
    course.nbgrader("autograde", ASSIGNMENT)
    with ThreadPoolExecutor(2) as pool:
        feedback = pool.submit(course.nbgrader, "generate_feedback", ASSIGNMENT)
        exporter = "grader.classroom.nbgrader.exporters.Canvas"
        pool.submit(course.nbgrader, "export", "--exporter", exporter, "--to", EXPORTED).result()
        feedback.result()
    return course
