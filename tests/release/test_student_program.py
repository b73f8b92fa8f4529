"""A student edition carries what a student types, and works without the class and the author's bench.

Needs real processes: what is claimed is which modules a program finds.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from grader.authoring.release import ReleasePlatform, apply_edition, write_archive
from tests.release.editions import COURSE, edition
from tests.support import processes
from tests.support.claims import nonempty

LEFT_OUT = ("grader/authoring/", "grader/classroom/", "grader/cli/classroom/", "grader/cli/dev/")
IMPORTS = """
import importlib, pkgutil, sys
import grader
found = [one.name for one in pkgutil.walk_packages(grader.__path__, "grader.") if not one.name.endswith("__main__")]
for name in found:
    importlib.import_module(name)
assert grader.__file__.startswith(sys.argv[1]), grader.__file__
print(len(found))
"""
REFERENCE = next((COURSE / "solutions").glob("kata00_*/*.py"))


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition in a folder."""
    folder = tmp_path_factory.mktemp("student") / "course"
    apply_edition(edition(), folder)
    return folder


def grade(student: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the edition's own `grade` in it."""
    return processes.grade(*arguments, cwd=student, PYTHONPATH=str(student), COLUMNS="100")


def test_it_has_no_class_and_no_bench(student: Path) -> None:
    """Neither an instructor's half nor an author's is there; a platform's own edition has what writes for it."""
    names = [path.relative_to(student).as_posix() for path in nonempty(student.rglob("*.py"))]

    assert [name for name in names if name.startswith(LEFT_OUT)] == []
    assert "grader/classroom/exports/github_classroom.py" in edition(platform=ReleasePlatform.GITHUB_CLASSROOM)


def test_every_module_in_it_can_be_imported(student: Path) -> None:
    """None of what is there asks for what is not."""
    done = processes.python("-c", IMPORTS, str(student), cwd=student, PYTHONPATH=str(student))

    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 100


def test_help_shows_the_commands_that_are_there(student: Path) -> None:
    """Each of them answers; those of the other halves are not shown, and say where they are."""
    shown = grade(student, "--help").stdout.partition("Commands:")[2].partition("Examples:")[0]
    commands = [line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line[2:3].strip()]

    assert {"class", "dev", "notebooks"}.isdisjoint(commands)
    assert [name for name in nonempty(commands) if grade(student, name, "--help").returncode != 0] == []
    refused = grade(student, "class", "board")
    assert refused.returncode == 2
    assert "`grade class` is not in this edition" in refused.stderr


def test_it_grades_and_takes_a_newer_edition(student: Path, tmp_path: Path) -> None:
    """The first kata is accepted, and an archive of the same edition changes nothing."""
    write_archive(tmp_path / "newer.zip", edition(), top="asyncio-katas")

    graded = grade(student, "kata00", "--submission", str(REFERENCE), "--plain")
    updated = grade(student, "update", str(tmp_path / "newer.zip"))

    assert (graded.returncode, "accepted" in graded.stdout) == (0, True)
    assert (updated.returncode, updated.stdout) == (0, "This course: 0 files written, 0 removed.\n")
