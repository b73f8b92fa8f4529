"""`pytest katas/kata00_*` in an editor, and our own runs beside whatever a student has installed.

These start pytest as an editor would, in a process of its own: that is what they are about.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.claims import nonempty
from tests.support.processes import python

HOME = Path(__file__).parents[2]
KATA = HOME / "katas" / "kata00_warm_up"
REFERENCE = HOME / "solutions" / "kata00_warm_up" / "warm_up.py"
INTERFERING = """
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    return True

def pytest_collection_modifyitems(items):
    items.clear()
"""


@pytest.fixture
def kata_folder(tmp_path: Path) -> Path:
    """A course of one kata whose stub is as it came."""
    folder = tmp_path / "katas" / KATA.name
    shutil.copytree(KATA, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python program with the grader on its path and no plugins but those named."""
    return python(*arguments, cwd=cwd, **{"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **environment})


def editor(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """pytest as an editor's test panel starts it."""
    plugins = ["-p", "grader.engine.examiner.pytest_plugin", "-p", "pytest_timeout", "-p", "no:cacheprovider"]
    return run("-m", "pytest", *plugins, "-q", *options, str(folder), cwd=folder.parent)


def test_an_editor_sees_a_stub_fail(kata_folder: Path) -> None:
    """Each check of an untouched stub fails with its sentence and the student's line, without a traceback of ours."""
    told = editor(kata_folder)

    assert told.returncode == 1
    assert "6 failed" in told.stdout
    assert "greet says hello to the guest it was given." in told.stdout
    assert "of your file" in told.stdout and "grader/" not in told.stdout


@pytest.mark.parametrize("option", [(), ("--in-process",)], ids=["candidate", "in-process"])
def test_an_editor_sees_the_reference_pass(kata_folder: Path, option: tuple[str, ...]) -> None:
    """The reference in place of the stub passes every check, in a candidate and in-process."""
    shutil.copy(REFERENCE, kata_folder / "warm_up.py")

    told = editor(kata_folder, *option)

    assert told.returncode == 0, told.stdout
    assert "6 passed" in told.stdout


def test_other_projects_are_left_alone(tmp_path: Path) -> None:
    """In a folder without a kata.yaml the plugin changes nothing, and a test of the same shape is pytest's own."""
    (tmp_path / "test_it.py").write_text("def test_it(tmp_path):\n    assert tmp_path\n")

    told = editor(tmp_path)

    assert told.returncode == 0, told.stdout


def test_no_plugin_or_setting_of_the_student_reaches_our_runs(kata_folder: Path) -> None:
    """Plugins named in the environment, PYTEST_ADDOPTS and a conftest.py beside the kata do not change a verdict."""
    (kata_folder / "interfering.py").write_text(INTERFERING)
    (kata_folder / "conftest.py").write_text(INTERFERING)
    environment = {
        "PYTHONPATH": os.pathsep.join([str(HOME), str(kata_folder)]),
        "PYTEST_PLUGINS": "interfering",
        "PYTEST_ADDOPTS": "--collect-only",
    }

    told = run(
        "-m", "grader", "kata00", "--submission", str(kata_folder / "warm_up.py"), cwd=kata_folder, **environment
    )

    assert told.returncode == 1, told.stdout + told.stderr
    assert "0 of 10 points" in told.stdout


def test_hidden_checks_leave_nothing_behind(kata_folder: Path) -> None:
    """A run writes no bytecode and no cache beside the checks."""
    before = sorted(path.relative_to(kata_folder) for path in kata_folder.rglob("*"))

    run("-m", "grader", "kata00", "--submission", str(REFERENCE), cwd=kata_folder)

    assert nonempty(path.relative_to(kata_folder) for path in sorted(kata_folder.rglob("*"))) == before


def test_a_course_that_remembers_keeps_its_checks_compiled(kata_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What pytest compiled goes into .grade and is taken from there: the second run leaves it as it is."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    memory = kata_folder.parent.parent / ".grade"
    memory.mkdir()
    seen = []
    for _ in range(2):
        told = run("-m", "grader", "kata00", "--submission", str(REFERENCE), cwd=kata_folder)
        assert told.returncode == 0, told.stdout + told.stderr
        seen.append({path.name: path.stat().st_mtime_ns for path in memory.rglob("*.pyc")})

    assert seen[0] == seen[1]
    checks = {path.stem for path in kata_folder.rglob("test_*.py")}
    assert checks and checks <= {name.partition(".")[0] for name in seen[0]}
