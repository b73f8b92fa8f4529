"""Classes made by hand: tables of scores, and a course of two katas with a gradebook and no engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.gradebook import Gradebook
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, Standing, Student
from grader.cli.world import World
from grader.model import (
    Check,
    CheckResult,
    Finding,
    Level,
    Outcome,
    Protections,
    Report,
    TimelineEvent,
    Verdict,
)
from tests.support.commands import CommandLine, world
from tests.support.gradebooks import hand_in_graded
from tests.support.katas import write_kata
from tests.support.reports import report as a_report

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
EVIL = "</td><script>alert(1)</script>\"'<b onmouseover=x>\u202e"

ALPHA = Column("kata01", "Alpha", 10)
BETA = Column("kata02", "Beta", 25)


def scored(points: str, *, of: int = 10, **more: Any) -> Score:
    """A score with these points, in time unless said otherwise."""
    return Score(Standing.SCORED, of, Decimal(points), **more)


def absent(standing: Standing, *, of: int = 10) -> Score:
    """A score without points."""
    return Score(standing, of)


def table(*rows: tuple[Student, Sequence[Score]], columns: Sequence[Column] = (ALPHA, BETA)) -> ScoreTable:
    """These students with these scores."""
    made = [ScoreRow(student, tuple(scores)) for student, scores in rows]
    return ScoreTable("Autumn", NOW, tuple(columns), lambda: made, lambda attempt: {})


def person(id_: str, first: str = "", last: str = "") -> Student:
    """A student."""
    return Student(id_, first or id_.capitalize(), last)


def large(students: int, katas: int) -> ScoreTable:
    """A class of this size in which every kind of score comes up, and no two rows are alike."""
    columns = tuple(Column(f"kata{number:02d}", f"Kata {number}", 10) for number in range(katas))
    kinds = [absent(standing) for standing in Standing if standing not in (Standing.SCORED, Standing.OVERRIDDEN)]

    def score(student: int, kata: int) -> Score:
        kind = (student * 7 + kata * 3) % 23
        if kind < len(kinds):
            return kinds[kind]
        return scored(str(kind % 11), attempt=student * katas + kata, level=Level.STRONG, misconceptions=("M02",))

    def rows() -> Iterator[ScoreRow]:
        for number in range(students):
            student = Student(f"s{number:05d}", f"First{number}", f"Last{number % 89}")
            yield ScoreRow(student, tuple(score(number, kata) for kata in range(katas)))

    return ScoreTable("Large", NOW, columns, rows, lambda attempt: {})


@dataclass(frozen=True, slots=True)
class Judged:
    """How one check ended for one student."""

    kata: str
    check: str
    outcome: Outcome
    hidden: bool = False
    sentence: str = "It holds."


COURSE = """\
course: Autumn
time_zone: Europe/Berlin
katas_from: .
katas:
  kata01: {deadline: 2026-11-10 23:59, late: {kind: percent per day, percent: 10}}
  kata02: {deadline: 2026-11-17 23:59}
"""
ROSTER = "id,first name,last name,email\nada,Ada,Núñez,a@x.org\nben,Ben,Zhang,b@x.org\ncyd,Cyd,Adams,c@x.org\n"
VISIBLE = Check("test_visible", "It works.", 4, hidden=False)
HIDDEN = Check("test_secret", "It works well.", 6, hidden=True)
DRAWN = (TimelineEvent(0.0, "-1", "made", "secret_task()"), TimelineEvent(0.0, "-1", "run"))


def report(kata: str, *, right: bool, said: str = "of Ada") -> Report:
    """A report on a file that passes both checks, or neither; a failed one prints `said` and has secrets to keep."""
    fine = (CheckResult(VISIBLE, Outcome.PASSED), CheckResult(HIDDEN, Outcome.PASSED))
    failed = (
        CheckResult(VISIBLE, Outcome.FAILED, headline="Not yet.", misconception="M02", output=f"0 s  printed {said}"),
        CheckResult(
            HIDDEN,
            Outcome.FAILED,
            headline="Think of none at all.",
            misconception="M27",
            expected="secret expected",
            got="secret got",
            output="secret print",
            findings=(Finding("never awaited", "secret_name() was never awaited", "alpha.py", 3),),
            timeline=DRAWN,
        ),
    )
    results = fine if right else failed
    verdict = Verdict.ACCEPTED if right else Verdict.REJECTED
    return a_report(*results, kata=kata, verdict=verdict, protections=Protections(Level.STRONG))


@dataclass
class Course(CommandLine):
    """A course at `root`, and what the last command printed."""

    root: Path

    def world(self) -> World:
        """Nothing is graded, and it is always the same moment."""
        return world(self.root, now=lambda: NOW)

    def hand_in(self, student: str, kata: str, *, right: bool, late: bool = False) -> None:
        """One submission, graded."""
        with Gradebook.open(self.root) as book:
            submitted = NOW - timedelta(days=10 if late else 20)
            made = report(kata, right=right, said=f"of {student}")
            hand_in_graded(book, student, f"{student} {kata} {right}".encode(), made, submitted=submitted, now=NOW)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Three students; Ada is right in kata01 and late and wrong in kata02, Ben is wrong in kata01, Cyd is missing."""
    for slug in ("kata01_alpha", "kata02_beta"):
        write_kata(tmp_path, slug)
    (tmp_path / "course.yaml").write_text(COURSE, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    made = Course(tmp_path)
    made.hand_in("ada", "kata01", right=True, late=True)
    made.hand_in("ada", "kata02", right=False)
    made.hand_in("ben", "kata01", right=False)
    return made
