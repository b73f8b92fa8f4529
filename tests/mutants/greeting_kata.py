"""A course of one small kata, a runner that only pretends, and a world to run `grade dev mutants` in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from grader.authoring.mutants.deriving import Derived, Mutant, derive
from grader.classroom.marking.queue import Batch, BatchResult, QueuedSubmission, Runner
from grader.cli.world import World
from grader.curriculum import load_kata
from grader.model import Check, CheckResult, Kata, Level, Outcome, Protections, Report, Verdict
from tests.support.commands import CommandLine, world
from tests.support.katas import write_kata
from tests.support.reports import report

SLUG = "kata01_greeting"
REFERENCE = '''\
"""Greets after a while."""

import asyncio


async def greet(name: str, pause: float) -> str:
    """Wait, then greet."""
    await asyncio.sleep(pause)
    return f"Hello, {name}!"
'''
VISIBLE = '''\
from grader.testing import check, expect, token


@check(points=4)
async def test_greets(kata, clock):
    """It greets by name after the pause."""
    name = token("guest")

    expect(await kata.greet(name, 1.5), f"Hello, {name}!")
    clock.took(1.5)
'''
# Nobody is cancelled, and nobody else is there: two mutants live.
HIDDEN = '''\
from grader.testing import check, expect, token


@check(points=6)
async def test_greets_at_once(kata, clock):
    """Without a pause it greets at once."""
    name = token("guest")

    expect(await kata.greet(name, 0), f"Hello, {name}!")
    clock.took(0.0)
'''
BLOCK = "greeting.py:8 block"
LIMIT = "greeting.py:8 limit-time"
SWALLOW = "greeting.py:8 swallow-cancelled"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def course(root: Path, slug: str = SLUG, reference: str = REFERENCE) -> Kata:
    """Write a kata with its reference into a course and load it."""
    file = f"{slug.partition('_')[2]}.py"
    folder = write_kata(
        root,
        slug,
        stub="async def greet(name, pause):\n    raise NotImplementedError\n",
        files={"README.md": "# Greet\n", f"test_{file}": VISIBLE, f"hidden/test_{slug}_hidden.py": HIDDEN},
        title="A greeting",
        track="first-steps",
        kind="implement",
        submit=file,
    )
    (root / "solutions" / slug).mkdir(parents=True)
    (root / "solutions" / slug / file).write_text(reference, encoding="utf-8")
    return load_kata(folder)


def mutants(reference: str = REFERENCE) -> tuple[Mutant, ...]:
    """The mutants of the small kata, in order."""
    return derive(reference, "greeting.py").mutants


def derived(*names: str) -> Derived:
    """Mutants by name, each a program of its own."""
    return Derived(tuple(Mutant(name, f"{name} → nothing", f"# {name}\n") for name in names), equivalent=0)


@dataclass
class Pretending:
    """Accepts the sources it is told of, rejects all others, and can be interrupted, or fail by its own fault."""

    accepts: Callable[[str, str], bool] = lambda source, seed: False
    stops_after: int | None = None
    fails_first: int = 0
    marked: list[tuple[str, str]] = field(default_factory=list)
    batches: list[tuple[str, ...]] = field(default_factory=list)

    def __call__(self, batch: Batch) -> BatchResult:
        """Mark them one by one."""
        self.batches.append(tuple(batch.katas))
        for entry in batch.submissions:
            if len(self.marked) == self.stops_after:
                raise KeyboardInterrupt
            seed = batch.seed_of(entry)
            self.marked.append((entry.key, seed))
            batch.on_report(entry, self._report(entry, seed))
        return BatchResult(Protections(Level.WEAK), len(self.marked), 0, 0)

    def _report(self, entry: QueuedSubmission, seed: str) -> Report:
        verdict = Verdict.REJECTED
        if self.accepts(entry.submission.source.decode(), seed):
            verdict = Verdict.ACCEPTED
        if self.fails_first:
            self.fails_first -= 1
            verdict = Verdict.UNABLE_TO_GRADE
        outcome = Outcome.PASSED if verdict is Verdict.ACCEPTED else Outcome.FAILED
        result = CheckResult(Check("test_greets", "It greets.", 10, hidden=False), outcome)
        return report(
            result,
            kata=entry.kata,
            kata_title="",
            submit=entry.submission.name,
            verdict=verdict,
            seed=seed,
            sha256=entry.submission.sha256,
        )


@dataclass
class Bench(CommandLine):
    """A course at `root`, who grades, and what the last command printed."""

    root: Path
    runner: Runner = field(default_factory=Pretending)

    def world(self) -> World:
        """Mutants are graded in a batch, by the runner."""
        return world(self.root, run_batch=self.runner)

    def mutants(self, *arguments: str) -> int:
        """Run `grade dev mutants` with these arguments, one at once, and give its exit code."""
        return self.grade("dev", "mutants", "--jobs", "1", *arguments)

    @property
    def table(self) -> str:
        """The committed table."""
        return (self.root / "solutions" / "mutants.md").read_text(encoding="utf-8")

    def accept(self, *names: str, slug: str = SLUG) -> None:
        """Accept these survivors."""
        entries = (f'- mutant: "{name}"\n  reason: Nobody can tell.\n' for name in names)
        (self.root / "solutions" / slug / "survivors.yaml").write_text("".join(entries), encoding="utf-8")
