"""`grade demo` and `grade doctor`."""

from __future__ import annotations

import platform
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from grader.cli.doctor import NEWEST, OLDEST, TESTED, python, shortened
from tests.support.katas import write_kata

if TYPE_CHECKING:
    from conftest import Bench


@pytest.fixture
def open_kata(bench: Bench) -> None:
    """kata00 with its solutions, as it ships."""
    write_kata(bench.root, "kata00_warm")
    home = "solutions/kata00_warm"
    bench.write(f"{home}/warm.py", "right\n")
    bench.write(f"{home}/alternatives/other.py", "right\n")
    bench.write(f"{home}/wrong/w1_a.py", "# misconception: M01\nwrong\n")
    bench.write(f"{home}/wrong/w2_b.py", "# misconception: M02\nwrong\n")


@pytest.mark.usefixtures("open_kata")
def test_the_demo_has_three_acts(bench: Bench) -> None:
    """A rejected submission, the reference accepted, and a class by the commands an instructor types."""
    assert bench.grade("demo", "--plain", "--keep", "class") == 0

    lines = bench.out.splitlines()
    assert [line for line in lines if line[:2] in ("1.", "2.", "3.")] == [
        "1. A wrong warm.py, as its student sees it",
        "2. The reference",
        "3. A class of 30 and its warm.py",
    ]
    assert [line.removeprefix("$ grade class ") for line in lines if line.startswith("$")] == [
        "collect handed_in --times times.csv",
        "run",
        "board --first 8",
        "report",
        "similar",
        "export canvas --to canvas.csv",
    ]
    assert "29 graded: 9 accepted, 20 rejected." in lines
    assert "secret" not in bench.out


@pytest.mark.usefixtures("open_kata")
def test_a_demo_that_is_kept_is_a_course(bench: Bench) -> None:
    """What it says is there is there, and the next command works in it."""
    bench.grade("demo", "--keep", "class")
    folder = bench.root / "class"

    for name, path in (("scoreboard", "board.html"), ("report", "reports/class.html"), ("export", "canvas.csv")):
        assert f"{name:<10}  class/{path}" in bench.out
        assert (folder / path).is_file()
    assert len(list((folder / "reports" / "students").iterdir())) == 30
    assert "temporary" not in bench.out
    assert bench.grade("class", "export", "canvas", "--to", "mine.csv", here=folder) == 0
    assert (folder / "mine.csv").read_bytes() == (folder / "canvas.csv").read_bytes()


@pytest.mark.usefixtures("open_kata")
def test_a_demo_overwrites_nothing(bench: Bench) -> None:
    """A folder with something in it is refused before anything is played."""
    bench.write("class/mine.txt", "mine")

    assert bench.grade("demo", "--keep", "class") == 2
    assert bench.out == ""
    assert [path.name for path in (bench.root / "class").iterdir()] == ["mine.txt"]


@pytest.mark.usefixtures("open_kata")
def test_a_demo_on_an_open_machine_says_so(bench: Bench) -> None:
    """Where little guards the machine it grades its own files all the same, and tells that and the level."""
    bench.examiner.unconfined = True

    assert bench.grade("demo", "--keep", "class") == 0
    assert "The protections here are only weak. The demo accepts that, for its own files" in bench.out
    assert "Protections: weak." in bench.out


@pytest.mark.usefixtures("open_kata")
def test_a_demo_that_is_not_kept_says_where_it_was(bench: Bench) -> None:
    """It is in a temporary folder, which is named, and so is the way to choose one."""
    assert bench.grade("demo") == 0

    (line,) = (line for line in bench.out.splitlines() if line.startswith("scoreboard"))
    board = Path(line.removeprefix("scoreboard").strip())
    try:
        assert board.is_file()
        assert "grade demo --keep DIR" in bench.out
    finally:
        shutil.rmtree(board.parent)


def test_a_demo_without_solutions_is_ours(bench: Bench) -> None:
    """Where kata00's solutions are missing the demo says what to do."""
    assert bench.grade("demo") == 3
    assert "Clone the course again." in bench.err


def test_the_doctor_tells_what_is_missing(bench: Bench) -> None:
    """Each thing is well or comes with advice, and the command ends well."""
    assert bench.grade("doctor") == 0
    assert "protections  partial" in bench.out
    assert "missing: namespaces: install bubblewrap." in bench.out
    assert "2 katas in this folder" in bench.out


def test_the_doctor_finds_a_broken_kata(bench: Bench) -> None:
    """A kata.yaml that is wrong is a symptom like any other."""
    bench.write("katas/kata02_beta/kata.yaml", "title: 3\n")

    assert bench.grade("doctor") == 0
    assert "kata02_beta/kata.yaml:1: title: it should be text, and is a number (3)." in " ".join(bench.out.split())


def test_the_doctor_says_which_python_this_is(bench: Bench) -> None:
    """The version and the path of the Python that runs, and that it is supported."""
    assert bench.grade("doctor") == 0

    said = " ".join(bench.out.split())
    assert f"well python {platform.python_version()}, " in said
    assert ": supported " in said


@pytest.mark.parametrize("version", [(3, 11), (3, 13), (3, 15)])
def test_a_tested_python_is_supported(version: tuple[int, int]) -> None:
    """Every Python from 3.11 to 3.15 is well, and needs no advice."""
    symptom = python(version, "3.x.1", ".venv/bin/python")

    assert (symptom.found, symptom.advice) == ("3.x.1, .venv/bin/python: supported", "")


def test_another_python_comes_with_advice() -> None:
    """An older or newer one is told as such, with what to do."""
    older, newer = python((3, 10), "3.10.2", "python3"), python((3, 16), "3.16.0", "python3")

    assert older.found == "3.10.2, python3: older than Python 3.11 to 3.15"
    assert older.advice == "Make the environment again with Python 3.11 to 3.15."
    assert newer.found == "3.16.0, python3: newer than the grader is tested on"
    assert newer.advice.startswith("Update the grader, or make the environment again with Python 3.11 to 3.15")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/home/ada/course/.venv/bin/python", ".venv/bin/python"),
        ("/home/ada/envs/bin/python", "~/envs/bin/python"),
        ("/usr/bin/python3", "/usr/bin/python3"),
    ],
)
def test_the_doctor_shortens_paths(path: str, shown: str) -> None:
    """A path below this folder or below home is told from there."""
    assert shortened(Path(path), Path("/home/ada/course"), "/home/ada") == str(Path(shown))


def test_the_tested_pythons_are_the_same_everywhere() -> None:
    """doctor, pyproject.toml, .ci/run and the workflow name the same Pythons."""
    root = Path(__file__).parents[2]
    versions = [f"3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]
    classifiers = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["classifiers"]
    workflow = yaml.safe_load((root / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]

    assert f"Python {versions[0]} to {versions[-1]}" == TESTED
    assert [one.rsplit(" ", 1)[1] for one in classifiers if "Python :: 3." in one] == versions
    assert f'wanted="{" ".join(versions)}"\n' in (root / ".ci/run").read_text(encoding="utf-8")
    assert workflow["each"]["strategy"]["matrix"]["python"] == versions
    assert sorted(workflow["everything"]["steps"][1]["with"]["python-version"].split()) == versions
