"""A small course, and a world in which nothing real is graded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.classroom.marking.pool import Unconfined
from grader.classroom.marking.queue import Batch, BatchResult
from grader.cli.world import World
from grader.engine.submission import AttemptRequest, Submission
from grader.model import (
    Check,
    CheckResult,
    Kata,
    Level,
    Mode,
    Outcome,
    Protections,
    Report,
    Verdict,
)
from tests.support.commands import CommandLine, world
from tests.support.katas import write_kata
from tests.support.reports import report

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@dataclass
class FakeExaminer:
    """Accepts what says so, rejects what does not, and remembers what it was asked."""

    asked: list[dict[str, object]] = field(default_factory=list)
    raises: BaseException | None = None
    unconfined: bool = False

    def grade(self, kata: Kata, request: AttemptRequest) -> Report:
        """One attempt."""
        asked = {"seed": request.seed, "mode": request.mode, "only": request.only, "stop": request.stop_at_first}
        self.asked.append({"kata": kata.id, **asked})
        if self.raises is not None:
            raise self.raises
        return self._report(kata, request.submission, request.seed, request.mode)

    def grade_all(self, kata: Kata, submissions: Sequence[Submission], *, seed: str) -> tuple[Report, ...]:
        """Many attempts at one kata."""
        return tuple(self._report(kata, submission, seed, Mode.SPLIT) for submission in submissions)

    def run_batch(self, batch: Batch) -> BatchResult:
        """A whole class."""
        if self.unconfined and not batch.accept_unconfined:
            raise Unconfined("The protections here are only weak.")
        marked = 0
        for marked, entry in enumerate(batch.submissions, start=1):
            report = self._report(batch.katas[entry.kata], entry.submission, batch.seed_of(entry), Mode.SPLIT)
            batch.on_report(entry, report)
        return BatchResult(Protections(Level.WEAK if self.unconfined else Level.PARTIAL), marked, 0, 0)

    def _report(self, kata: Kata, submission: Submission, seed: str, mode: Mode) -> Report:
        right = b"right" in submission.source
        ours = b"ours" in submission.source
        first = Check("test_visible", "It works.", 4, hidden=False)
        second = Check("test_secret", "It works well.", 6, hidden=True)
        printed = submission.source.decode() if b"print" in submission.source else ""
        failed = CheckResult(second, Outcome.FAILED, headline="Not yet.", misconception="M02", got="secret value")
        return report(
            CheckResult(first, Outcome.FAILED if printed else Outcome.PASSED, output=printed),
            CheckResult(second, Outcome.PASSED) if right else failed,
            kata=kata.id,
            kata_title=kata.title,
            submit=kata.submit,
            verdict=Verdict.UNABLE_TO_GRADE if ours else Verdict.ACCEPTED if right else Verdict.REJECTED,
            mode=mode,
            seed=seed,
            sha256=submission.sha256,
        )


@dataclass
class Bench(CommandLine):
    """A course at `root`, an examiner, and what the last command printed."""

    root: Path
    examiner: FakeExaminer = field(default_factory=FakeExaminer)
    answer: bool = True
    env: dict[str, str] = field(default_factory=dict)

    def world(self) -> World:
        """The examiner marks; bubblewrap is missing."""
        return world(
            self.root,
            env=self.env,
            ask=lambda question: self.answer,
            grade=self.examiner.grade,
            grade_all=self.examiner.grade_all,
            probe=lambda: Protections(Level.PARTIAL, ("limits: of all kinds",), ("namespaces: install bubblewrap.",)),
            run_batch=self.examiner.run_batch,
        )

    def write(self, file: str, text: str) -> Path:
        """Write a file of the course."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def with_raising(self, error: BaseException) -> Bench:
        """The same course with an examiner that breaks."""
        return replace(self, examiner=FakeExaminer(raises=error))


ALPHA = "katas/kata01_alpha/alpha.py"
BETA = "katas/kata02_beta/beta.py"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A course of two katas whose stubs were seen untouched once."""
    made = Bench(tmp_path)
    write_kata(tmp_path, "kata01_alpha")
    write_kata(tmp_path, "kata02_beta")
    made.grade("kata01", "kata02")
    made.examiner.asked.clear()
    return made
