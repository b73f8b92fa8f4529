"""A real course with a real roster and gradebook, and the command as an instructor types it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from grader.cli.world import World
from tests.collect.sources import NOW
from tests.support.commands import CommandLine, world
from tests.support.katas import write_kata

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
class Desk(CommandLine):
    """A folder with a course in it, and what the last command printed."""

    root: Path

    @property
    def course(self) -> Path:
        """The folder of course.yaml."""
        return self.root / "autumn"

    def world(self) -> World:
        """An instructor who says yes; nothing is graded while collecting."""
        return world(self.course, env={"PATH": os.environ["PATH"]}, now=lambda: NOW, ask=lambda question: True)

    def grade(self, *arguments: str, here: Path | None = None) -> int:
        """Run `grade class` with these arguments and give its exit code."""
        return super().grade("class", *arguments, here=here)


def desk(root: Path) -> Desk:
    """A course of two katas and four students."""
    for slug in ("kata01_gather", "kata02_retry"):
        write_kata(root, slug)
    made = Desk(root)
    made.course.mkdir()
    (made.course / "course.yaml").write_text(COURSE, encoding="utf-8")
    (made.course / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return made
