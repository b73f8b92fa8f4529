"""Grade many submissions of a kata with the real engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.curriculum import find_course, kata_folders
from grader.engine.examiner import examine
from grader.engine.examiner.launch import ColdLauncher, Launcher
from grader.engine.examiner.session import KataGrader
from grader.engine.examiner.zygote import ZygoteLauncher, can_fork_candidates
from grader.engine.submission import AttemptRequest, Submission
from grader.model import Check, Kata, Report
from tests.support.sampling import FULL

COURSE = find_course(Path(__file__))
FOLDERS = [folder for folder in kata_folders(COURSE) if (COURSE / "solutions" / folder.name / "wrong").is_dir()]
SEED = "5eed" * 8
_CAUGHT_BY = re.compile(r"^# caught by: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Graded:
    """A kata's checks, and the report on each submission by its name."""

    checks: tuple[Check, ...]
    reports: Mapping[str, Report]


def graded(kata: Kata, submissions: Mapping[str, Submission], seed: str = SEED) -> Graded:
    """Grade these submissions of a kata, each in a candidate of its own."""

    def body(grader: KataGrader) -> Graded:
        reports = {name: grader.grade(AttemptRequest(submission, seed)) for name, submission in submissions.items()}
        return Graded(tuple(grader.checks), reports)

    with launcher() as candidates:
        return examine(kata, body, launcher=candidates)


@contextmanager
def launcher() -> Iterator[Launcher]:
    """Start candidates the fastest way this system has."""
    if not can_fork_candidates():
        yield ColdLauncher()
        return
    with ZygoteLauncher(walls=False) as zygote:
        yield zygote


def wrong_solutions(slug: str, *, full: bool = FULL) -> list[Path]:
    """Return a kata's wrong solutions: all of them, or the first of those that each check catches."""
    found = sorted((COURSE / "solutions" / slug / "wrong").glob("*.py"))
    assert found, f"{slug} has no wrong solutions"
    return found if full else list(_first_for_each_check(found))


def _first_for_each_check(paths: Iterable[Path]) -> Iterator[Path]:
    seen = set()
    for path in paths:
        caught_by = _CAUGHT_BY.search(path.read_text(encoding="utf-8"))
        check = caught_by[1] if caught_by else ""
        if check not in seen:
            yield path
        seen.add(check)
