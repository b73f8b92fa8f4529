"""A course of one kata, with a real gradebook and reports that nobody had to make."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from grader.classroom.gradebook import Gradebook
from grader.cli.world import World
from grader.model import Check, CheckResult, Level, Outcome, Protections, Report, Verdict
from tests.support.commands import CommandLine, world
from tests.support.gradebooks import hand_in_graded
from tests.support.katas import write_files, write_kata
from tests.support.reports import report

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
STRONG = Protections(Level.STRONG)
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
class Course(CommandLine):
    """A course of one kata at `folder`, and what the last command said."""

    folder: Path

    def world(self) -> World:
        """Nothing is graded, and it is always the same moment."""
        return world(self.folder, now=lambda: NOW)

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
            made = self.report(sha256(content).hexdigest(), verdict)
            hand_in_graded(book, owner, content, made, members=members or (owner,), submitted=NOW, now=NOW)

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
        return report(*results, kata_title="The alpha", verdict=verdict, sha256=sha, protections=STRONG)

    def similar(self, *arguments: str) -> int:
        """Run the command and keep what it says."""
        return self.grade("class", "similar", *arguments)

    def groups(self) -> list[list[list[str]]]:
        """Whose are alike."""
        assert self.similar("--output", "json") == 0
        return [group["students"] for group in json.loads(self.out)["groups"]]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course whose kata ships one wrong solution."""
    write_kata(tmp_path, "kata01_alpha", stub=STUB)
    sources = {
        "alpha.py": "async def f(jobs):\n    return [await job for job in jobs if job is not None]\n",
        "alternatives/other.py": "async def f(jobs):\n    return list(map(str, [await job for job in jobs]))\n",
        "wrong/w1.py": '"""Believes something."""\n# misconception: M02\n' + WRONG.replace("jobs", "work"),
    }
    write_files(tmp_path / "solutions" / "kata01_alpha", sources)
    folder = tmp_path / "autumn"
    folder.mkdir()
    (folder / "course.yaml").write_text("course: Autumn\ntime_zone: UTC\nkatas:\n  kata01:\n")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return Course(folder)
