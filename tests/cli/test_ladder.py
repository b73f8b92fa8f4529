"""The ladder: katas by track, and concepts by kata."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from grader.authoring.documents import ladder_text
from grader.cli import run
from grader.cli.dev.documents import CONCEPTS, LADDER
from grader.cli.world import World, real_world
from grader.curriculum import find_course
from grader.errors import ExitCode
from grader.model import Kata, KataKind

COURSE = find_course(Path(__file__))
ONE = Kata("kata01", "kata01_one", Path(), "One | two", "first-steps", KataKind.FIX, 2, "one.py", seeds=("S1",))
TWO = Kata(
    "kata02",
    "kata02_two",
    Path(),
    "Two",
    "tasks",
    KataKind.BUILD,
    3,
    "two.py",
    ("kata01",),
    ("S1",),
    concepts=("locks",),
)


def world(here: Path) -> World:
    """A terminal to look at afterwards."""
    return replace(real_world(), here=here, out=io.StringIO(), err=io.StringIO())


def errors(made: World) -> str:
    """What was said on stderr."""
    assert isinstance(made.err, io.StringIO)
    return made.err.getvalue()


def copied(course: Path) -> Path:
    """A course with the katas and the concepts of this one, and no document."""
    (course / "katas").symlink_to(COURSE / "katas")
    (course / "docs").mkdir()
    (course / "solutions").mkdir()
    (course / CONCEPTS).write_bytes((COURSE / CONCEPTS).read_bytes())
    return course


def test_each_kata_stands_in_its_track_and_each_concept_with_its_katas() -> None:
    """What comes after what, what is taught, and what has no kata yet; a bar in a title breaks no table."""
    lines = ladder_text([ONE, TWO], {"S1": "pausing", "S2": "nothing yet"}).splitlines()

    assert lines.index("## First steps") < lines.index("## Tasks") < lines.index("## Concepts of the lessons")
    assert r"| [kata01 One \| two](../katas/kata01_one/README.md) | fix | 2 | 15 | – | – |" in lines
    assert "| [kata02 Two](../katas/kata02_two/README.md) | build | 3 | 25 | kata01 | locks |" in lines
    assert "| S1 | pausing | kata01, kata02 |" in lines
    assert "| S2 | nothing yet | – |" in lines
    assert "1 of 2 have a kata so far." in lines


def test_the_document_is_what_the_command_writes() -> None:
    """docs/ladder.md tells what the katas' files say now."""
    made = world(COURSE)

    code = run(["dev", "ladder", "--check"], made)

    assert (code, errors(made)) == (ExitCode.ACCEPTED, "")


def test_a_stale_document_is_refused_and_written_anew(tmp_path: Path) -> None:
    """--check ends with 1, says what to do and leaves it; the command writes it."""
    course = copied(tmp_path)
    (course / LADDER).write_text("old\n", encoding="utf-8")
    made = world(course)

    assert run(["dev", "ladder", "--check"], made) == ExitCode.REJECTED
    assert "Try: grade dev ladder" in errors(made)
    assert (course / LADDER).read_text(encoding="utf-8") == "old\n"
    assert run(["dev", "ladder"], made) == ExitCode.ACCEPTED
    assert (course / LADDER).read_bytes() == (COURSE / LADDER).read_bytes()


def test_an_unknown_concept_is_told_with_its_kata(tmp_path: Path) -> None:
    """A code that nobody explains would be a blank row."""
    course = copied(tmp_path)
    text = (course / CONCEPTS).read_text(encoding="utf-8")
    (course / CONCEPTS).write_text(text.replace("S4.6:", "S4.66:"), encoding="utf-8")
    made = world(course)

    assert run(["dev", "ladder"], made) == ExitCode.USAGE
    assert "S4.6 (kata17)" in errors(made)


@pytest.mark.parametrize("option", [[], ["--check"]])
def test_in_a_students_clone_it_says_so(tmp_path: Path, option: list[str]) -> None:
    """Without the concepts there is nothing to make it from."""
    (tmp_path / "katas").symlink_to(COURSE / "katas")
    made = world(tmp_path)

    assert run(["dev", "ladder", *option], made) == ExitCode.USAGE
    assert "are not here" in errors(made)
