"""A course of one kata, with a real gradebook and reports that nobody had to make."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from grader.classroom.gradebook import Gradebook, NewSubmission
from grader.cli import run
from grader.cli.world import World
from grader.model import Check, CheckResult, Level, Mode, Outcome, Protections, Report, Verdict

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FACTS = """\
title: The {name}
track: tasks
kind: build
difficulty: 1
submit: {name}.py
hints: [Look., Think., Write.]
"""
STUB = "async def f(jobs):\n    results = []\n    for job in jobs:\n        raise NotImplementedError\n"
WRONG = """\
async def f(jobs):
    results = []
    for job in jobs:
        results.append(await job)
    return results
"""
RENAMED = WRONG.replace("results", "out").replace("job", "it")
ODD = """\
async def f(jobs):
    out = []
    for n, job in enumerate(jobs):
        out.append((n, await job))
    return out
"""
BYTES = "f = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]\n"
ROSTER = "id,first name,last name,group\nada,Ada,Lovelace,\nzoe,Zoë,Núñez,\nli,四,李,\nben,Ben,Bo,pair\ncy,Cy,Ce,pair\n"


@dataclass
class Course:
    """A course of one kata at `folder`, and what the last command said."""

    folder: Path
    out: str = ""
    err: str = ""

    def hand_in(
        self,
        owner: str,
        source: str,
        *,
        members: Sequence[str] = (),
        verdict: Verdict = Verdict.REJECTED,
    ) -> None:
        """Keep a submission, and an attempt at it that ended so."""
        content = source.encode()
        with Gradebook.open(self.folder) as book:
            book.add_submission(
                NewSubmission(
                    kata="kata01",
                    owner=owner,
                    members=members or (owner,),
                    file_name="alpha.py",
                    source=content,
                    submitted=NOW,
                    origin="test",
                    collected_at=NOW,
                )
            )
            number = max(kept.id for kept in book.submissions())
            report = self.report(sha256(content).hexdigest(), verdict)
            book.record(number, report, kind="run", now=NOW, accepted_unconfined=False)

    @staticmethod
    def report(sha: str, verdict: Verdict) -> Report:
        """Four points of ten, or all of them."""
        right = verdict is Verdict.ACCEPTED
        results = (
            CheckResult(Check("test_a", "It works.", 4, hidden=False), Outcome.PASSED),
            CheckResult(
                Check("test_b", "It works well.", 6, hidden=True),
                Outcome.PASSED if right else Outcome.FAILED,
                misconception="" if right else "M02",
            ),
        )
        return Report(
            kata="kata01",
            kata_title="The alpha",
            kata_version="f" * 64,
            submit="alpha.py",
            verdict=verdict,
            mode=Mode.SPLIT,
            seed="0" * 32,
            sha256=sha,
            results=results,
            protections=Protections(Level.STRONG),
        )

    def similar(self, *arguments: str) -> int:
        """Run the command and keep what it says."""
        out, err = io.StringIO(), io.StringIO()

        def never(*_: object, **__: object) -> object:
            raise AssertionError("nothing is graded here")

        world = World(
            here=self.folder,
            out=out,
            err=err,
            env={},
            now=lambda: NOW,
            ask=lambda question: False,
            grade=never,  # type: ignore[arg-type]
            grade_all=never,  # type: ignore[arg-type]
            probe=never,  # type: ignore[arg-type]
        )
        code = run(["class", "similar", *arguments], world)
        self.out, self.err = out.getvalue(), err.getvalue()
        return code

    def groups(self) -> list[list[list[str]]]:
        """Whose are alike."""
        assert self.similar("--output", "json") == 0
        return [group["students"] for group in json.loads(self.out)["groups"]]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course whose kata ships one wrong solution."""
    kata = tmp_path / "katas" / "kata01_alpha"
    kata.mkdir(parents=True)
    (kata / "kata.yaml").write_text(FACTS.format(name="alpha"))
    (kata / "alpha.py").write_text(STUB)
    (kata / "README.md").write_text("# Do it\n")
    home = tmp_path / "solutions" / "kata01_alpha"
    for name, source in {
        "alpha.py": "async def f(jobs):\n    return [await job for job in jobs if job is not None]\n",
        "alternatives/other.py": "async def f(jobs):\n    return list(map(str, [await job for job in jobs]))\n",
        "wrong/w1.py": '"""Believes something."""\n# misconception: M02\n' + WRONG.replace("jobs", "work"),
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(source)
    folder = tmp_path / "autumn"
    folder.mkdir()
    (folder / "course.yaml").write_text("course: Autumn\ntime_zone: UTC\nkatas:\n  kata01:\n")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return Course(folder)
