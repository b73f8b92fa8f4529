"""A course of one small kata, a runner that only pretends, and a world to run `grade dev mutants` in."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from grader.authoring.mutants.deriving import Derived, Mutant, derive
from grader.classroom.marking.queue import Batch, BatchResult, QueuedSubmission, Runner
from grader.cli import run
from grader.cli.world import World
from grader.curriculum import load_kata
from grader.model import Check, CheckResult, Kata, Level, Mode, Outcome, Protections, Report, Verdict

SLUG = "kata01_greeting"
FACTS = """\
title: A greeting
track: first-steps
kind: implement
difficulty: 1
submit: {file}
hints: [Look., Think., Write.]
"""
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
    folder = root / "katas" / slug
    (folder / "hidden").mkdir(parents=True)
    (folder / "kata.yaml").write_text(FACTS.format(file=file), encoding="utf-8")
    (folder / "README.md").write_text("# Greet\n", encoding="utf-8")
    (folder / file).write_text("async def greet(name, pause):\n    raise NotImplementedError\n", encoding="utf-8")
    (folder / f"test_{file}").write_text(VISIBLE, encoding="utf-8")
    (folder / "hidden" / f"test_{slug}_hidden.py").write_text(HIDDEN, encoding="utf-8")
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
        return Report(
            entry.kata, "", "v", entry.submission.name, verdict, Mode.SPLIT, seed, entry.submission.sha256, (result,)
        )


@dataclass
class Bench:
    """A course at `root`, who grades, and what the last command printed."""

    root: Path
    runner: Runner = field(default_factory=Pretending)
    out: str = ""
    err: str = ""

    def mutants(self, *arguments: str) -> int:
        """Run `grade dev mutants` with these arguments, one at once, and give its exit code."""
        out, err = io.StringIO(), io.StringIO()
        world = World(
            here=self.root,
            out=out,
            err=err,
            env={},
            now=lambda: NOW,
            ask=lambda question: False,
            grade=_nobody,
            grade_all=_nobody,
            probe=Protections,
            run_batch=self.runner,
        )
        code = run(["dev", "mutants", "--jobs", "1", *arguments], world)
        self.out, self.err = out.getvalue(), err.getvalue()
        return code

    @property
    def table(self) -> str:
        """The committed table."""
        return (self.root / "solutions" / "mutants.md").read_text(encoding="utf-8")

    def accept(self, *names: str, slug: str = SLUG) -> None:
        """Accept these survivors."""
        entries = (f'- mutant: "{name}"\n  reason: Nobody can tell.\n' for name in names)
        (self.root / "solutions" / slug / "survivors.yaml").write_text("".join(entries), encoding="utf-8")


def _nobody(*arguments: object, **keywords: object) -> Report:
    raise AssertionError("mutants are graded in a batch")
