"""A class that is taught with a set of katas from elsewhere, from its first file to its gradebook's."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import ExitCode
from tests.dev_new.bench import Bench

ROSTER = "id,first name,last name,email\nada,Ada,Byron,ada@x.org\nbob,Bob,Brown,bob@x.org\n"
SCORES = [["ada", "kata91", "15"], ["ada", "kata92", ""], ["bob", "kata91", "6"], ["bob", "kata92", "10"]]


@pytest.fixture
def inbox(bench: Bench, teachers: Path) -> Path:
    """What two students handed in, one of them with something wrong."""
    inbox, solutions = bench.here / "inbox", teachers / "solutions"
    for student, file, kept in (
        ("ada", "kata91_all_at_once/together.py", "together.py"),
        ("bob", "kata91_all_at_once/wrong/w1_one_by_one.py", "together.py"),
        ("bob", "kata92_what_it_prints/prints.py", "prints.py"),
    ):
        (inbox / student).mkdir(parents=True, exist_ok=True)
        shutil.copy(solutions / file, inbox / student / kept)
    return inbox


def scores(path: Path) -> list[list[str]]:
    """Student, kata and points from the table of everything."""
    with path.open(encoding="utf-8", newline="") as file:
        return [[row["student"], row["kata"], row["points"]] for row in csv.DictReader(file)]


def test_a_class_with_its_own_katas(bench: Bench, teachers: Path, inbox: Path) -> None:
    """Begun with --katas, the course remembers where its katas are: collect, run, board and every export know them."""
    assert bench.grade("class", "init", "autumn", "--katas", str(teachers)) == ExitCode.ACCEPTED
    course = replace(bench, here=bench.here / "autumn")
    (course.here / "roster.csv").write_text(ROSTER, encoding="utf-8")

    for command in ("collect ../inbox", "run --plain --jobs 1 --accept-unconfined", "board --plain", "status"):
        assert course.grade("class", *command.split()) == ExitCode.ACCEPTED, course.err
    for form in ("csv", "canvas", "moodle", "brightspace", "json"):
        assert course.grade("class", "export", form, "--to", f"{form}.txt") == ExitCode.ACCEPTED, course.err

    assert scores(course.here / "csv.txt") == SCORES
    assert all(
        "All at once" in (course.here / f"{form}.txt").read_text("utf-8") for form in ("canvas", "moodle", "json")
    )


def test_a_course_that_names_no_katas_takes_the_usual_ones(bench: Bench, teachers: Path, inbox: Path) -> None:
    """Where course.yaml does not say, GRADE_KATAS does, for every command of the class."""
    usual = replace(bench, env={"GRADE_KATAS": str(teachers)})
    (bench.here / "course.yaml").write_text("course: A\ntime_zone: UTC\nkatas:\n  kata91: {}\n", encoding="utf-8")
    (bench.here / "roster.csv").write_text(ROSTER, encoding="utf-8")

    for command in ("collect inbox", "run --plain --jobs 1 --accept-unconfined", "export csv --to all.csv"):
        assert usual.grade("class", *command.split()) == ExitCode.ACCEPTED, usual.err

    assert [score for score in SCORES if score[1] == "kata91"] == scores(bench.here / "all.csv")
