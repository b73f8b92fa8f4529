"""Small courses on disk, and values for the policy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from grader.classroom.plan import Adjustment, AdjustmentKind, GradedAttempt, HandedIn
from grader.model import Verdict
from tests.support import commands
from tests.support.katas import write_kata

DUE = datetime(2026, 10, 12, 22, 0, tzinfo=UTC)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
ROSTER = "id,first name,last name,email,group\n0123456,Zoë,Núñez,zoe@example.org,team1\n7,Bill,Blend,,team1\n"
PLAN = """\
course: Async 101
time_zone: Europe/Berlin
katas:
  kata01: {deadline: 2026-10-12 23:59}
  kata02:
"""


def course(root: Path, plan: str = PLAN, roster: str = ROSTER) -> Path:
    """A folder with three katas, a course.yaml and a roster."""
    for number, name in enumerate(("alpha", "beta", "gamma"), start=1):
        write_kata(root, f"kata{number:02d}_{name}")
    (root / "course.yaml").write_text(plan, encoding="utf-8")
    (root / "roster.csv").write_text(roster, encoding="utf-8")
    return root


def grade(here: Path, *arguments: str, env: dict[str, str] | None = None) -> tuple[int, str, str]:
    """The exit code, what was said and what was complained of, by `grade` with these arguments."""
    return commands.grade(here, *arguments, env=env or {}, now=lambda: NOW, ask=lambda question: True)


def handed_in(number: int, hours: float | None = -1.0, *, late_mark: bool = False, stub: bool = False) -> HandedIn:
    """A submission so many hours after DUE; None is an unknown time."""
    submitted = None if hours is None else DUE + timedelta(hours=hours)
    return HandedIn(number, submitted, late_mark, f"{number:064x}", stub)


def attempted(number: int, points: int, *, attempt: int = 0, verdict: Verdict = Verdict.REJECTED) -> GradedAttempt:
    """A grading of the submission of this number."""
    return GradedAttempt(attempt or number, number, verdict, points, 10)


def extension(hours: float, kata: str = "") -> Adjustment:
    """A deadline so many hours after DUE."""
    return Adjustment("7", kata, AdjustmentKind.EXTENSION, until=DUE + timedelta(hours=hours), reason="ill")


def excuse(*, at: datetime | None = None, number: int = 0) -> Adjustment:
    """An excuse from every kata."""
    return Adjustment("7", "", AdjustmentKind.EXCUSE, reason="moved", at=at, id=number)


def override(points: str, *, at: datetime | None = None, number: int = 0) -> Adjustment:
    """Points of the instructor's own."""
    made = AdjustmentKind.OVERRIDE
    return Adjustment("7", "", made, points=Decimal(points), reason="shown in person", at=at, id=number)
