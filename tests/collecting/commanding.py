"""A real course with a real roster and gradebook, and the command as an instructor types it."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.cli import run
from grader.cli.world import World
from grader.model import Kata, Protections, Report
from tests.collecting.making import NOW

FACTS = "title: {0}\ntrack: tasks\nkind: build\ndifficulty: 1\nsubmit: {0}.py\nhints: [a, b, c]\n"
COURSE = """\
course: Autumn
time_zone: Europe/Berlin
roster: roster.csv
katas:
  kata01:
    deadline: 2026-01-31 18:00
  kata02:
"""
ROSTER = """\
id,first name,last name,email,group,section,canvas id
ada,Ada,Lovelace,ada@x.edu,,,6
ben,Ben,Núñez,ben@x.edu,,,7
cyd,Cyd,Kim,,team 1,,8
dan,Dan,Kim,,team 1,,9
"""


@dataclass
class Desk:
    """A folder with a course in it, and what the last command printed."""

    root: Path
    out: str = ""
    err: str = ""

    @property
    def course(self) -> Path:
        """The folder of course.yaml."""
        return self.root / "autumn"

    def grade(self, *arguments: str, here: Path | None = None) -> int:
        """Run `grade class` with these arguments and give its exit code."""
        out, err = io.StringIO(), io.StringIO()
        world = World(
            here=here or self.course,
            out=out,
            err=err,
            env={"PATH": os.environ["PATH"]},
            now=lambda: NOW,
            ask=lambda question: True,
            grade=_never,
            grade_all=_never_all,
            probe=Protections,
        )
        code = run(["class", *arguments], world)
        self.out, self.err = out.getvalue(), err.getvalue()
        return code


def desk(root: Path) -> Desk:
    """A course of two katas and four students."""
    for slug in ("kata01_gather", "kata02_retry"):
        folder = root / "katas" / slug
        folder.mkdir(parents=True)
        name = slug.partition("_")[2]
        (folder / "kata.yaml").write_text(FACTS.format(name), encoding="utf-8")
        (folder / f"{name}.py").write_text("def f():\n    raise NotImplementedError\n", encoding="utf-8")
    made = Desk(root)
    made.course.mkdir()
    (made.course / "course.yaml").write_text(COURSE, encoding="utf-8")
    (made.course / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return made


def _never(kata: Kata, request: object) -> Report:
    raise AssertionError("nothing is marked while collecting")


def _never_all(kata: Kata, submissions: Sequence[object], *, seed: str) -> tuple[Report, ...]:
    raise AssertionError("nothing is graded while collecting")
