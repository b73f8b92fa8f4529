"""A small course on disk, reports that nobody graded, and a runner that grades nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from grader.classroom.gradebook import FILE_NAME, Gradebook
from grader.classroom.marking.queue import Batch, BatchResult, QueuedSubmission
from grader.cli.world import World
from grader.curriculum import kata_version, load_kata
from grader.model import Check, CheckResult, Kata, Level, Outcome, Protections, Report, Verdict
from tests.support.commands import CommandLine, never_grade, world
from tests.support.katas import write_kata
from tests.support.reports import report

HOME = Path(__file__).parents[2]
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = datetime(2026, 1, 3, 3, 4, 5, tzinfo=UTC)
STUB = b"def f():\n    raise NotImplementedError\n"
RIGHT, WRONG, OURS = b"right = 1\n", b"wrong = 1\n", b"ours = 1\n"
VISIBLE = Check("test_visible", "It works.", 4, hidden=False)
SECRET = Check("test_secret", "It works well.", 6, hidden=True)
CONFINED = Protections(Level.STRONG, ("limits: of all kinds",))
COURSE = """\
course: Autumn
time_zone: Europe/Berlin
katas:
  kata01:
    deadline: 2026-03-01 23:59
  kata02:
    deadline: 2026-04-01 23:59
"""
ROSTER = """\
id,first name,last name,email,group
ada,Ada,Lovelace,ada@example.org,red
bob,Bob,Stone,,red
cleo,Cleo,,,
"""


def marked(kata: Kata, source: bytes, seed: str) -> Report:
    """The report these bytes would get: right ones in full, wrong ones in part, ours none."""
    right, ours = b"right" in source, b"ours" in source
    failed = CheckResult(SECRET, Outcome.FAILED, headline="Not yet.", misconception="M02", got=f"secret {seed[:4]}")
    results = (CheckResult(VISIBLE, Outcome.PASSED), CheckResult(SECRET, Outcome.PASSED) if right else failed)
    return report(
        *(() if ours else results),
        kata=kata.id,
        kata_title=kata.title,
        kata_version=kata_version(kata),
        submit=kata.submit,
        verdict=Verdict.UNABLE_TO_GRADE if ours else Verdict.ACCEPTED if right else Verdict.REJECTED,
        seed=seed,
        sha256=sha256(source).hexdigest(),
        reason="The candidate was lost." if ours else "",
        protections=CONFINED,
        versions=(("grader", "1"), ("python", "3.11.1")),
    )


@dataclass
class FakeRunner:
    """Grades by what stands in the bytes; `step` is called after each report, and `changed` may alter one."""

    step: Callable[[int], None] = lambda done: None
    changed: Callable[[Report], Report] = lambda report: report
    seen: list[QueuedSubmission] = field(default_factory=list)
    seeds: dict[str, str] = field(default_factory=dict)

    def __call__(self, batch: Batch) -> BatchResult:
        """Every entry, in order."""
        for done, entry in enumerate(batch.submissions, 1):
            self.seen.append(entry)
            self.seeds[entry.key] = seed = batch.seed_of(entry)
            batch.on_report(entry, self.changed(marked(batch.katas[entry.kata], entry.submission.source, seed)))
            self.step(done)
        return BatchResult(CONFINED, len(self.seen), 0, 0)


@dataclass
class Course(CommandLine):
    """A course's folder with two katas and three students, and what the last command said."""

    folder: Path
    now: datetime = NOW
    answer: bool = True

    @classmethod
    def make(cls, folder: Path) -> Course:
        """Write it all."""
        for number, name in enumerate(("alpha", "beta"), 1):
            write_kata(folder, f"kata0{number}_{name}")
        (folder / "course.yaml").write_text(COURSE, encoding="utf-8")
        (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
        return cls(folder)

    @property
    def katas(self) -> Mapping[str, Kata]:
        """As they are on disk now."""
        found = (load_kata(place) for place in sorted((self.folder / "katas").iterdir()))
        return {kata.id: kata for kata in found}

    def change(self, slug: str) -> None:
        """Make the kata another version."""
        (self.folder / "katas" / slug / "README.md").write_text("# Do it well\n", encoding="utf-8")

    def book(self) -> Gradebook:
        """Its gradebook."""
        return Gradebook.open(self.folder)

    def world(self) -> World:
        """The world of the instructor who stands in it."""
        return world(
            self.folder, env={"USER": "prof"}, now=lambda: self.now, ask=lambda question: self.answer, probe=never_grade
        )

    def grade(self, *arguments: str, here: Path | None = None) -> int:
        """`grade class …`"""
        return super().grade("class", *arguments, here=here)


def record(book: Gradebook, kata: Kata, submission: int, *, kind: str = "run", **changes: Any) -> int:
    """One attempt at a submission, with a report as its bytes deserve and then changed."""
    report = marked(kata, book.source(book.submission(submission).sha256), "5eed" * 8)
    return book.record(submission, replace(report, **changes), kind=kind, now=NOW, accepted_unconfined=False)


def raw(folder: Path) -> sqlite3.Connection:
    """The file itself, past the gradebook."""
    return sqlite3.connect(folder / FILE_NAME, isolation_level=None)


def holds(folder: Path) -> list[tuple[Any, ...]]:
    """All that counts in a gradebook, without times and the order of attempts."""
    with Gradebook.open(folder, create=False) as book:
        return sorted(_holds(book))


def _holds(book: Gradebook) -> Iterator[tuple[Any, ...]]:
    for kept in book.submissions():
        tried = [
            (one.kind, one.seed, one.verdict, one.points, one.max, one.kata_version, repr(book.document(one.id)))
            for one in book.attempts(submission=kept.id)
        ]
        yield kept.kata, kept.owner, kept.sha256, kept.members, kept.not_started, sorted(tried)
