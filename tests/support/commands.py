"""Type `grade` commands inside a test's process, in a world where nothing real is graded."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.cli import run
from grader.cli.world import World
from grader.model import Protections

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def world(here: Path, **changes: Any) -> World:
    """Return a world in which it is always NOW, questions are answered with no, and grading anything fails the test."""
    usual: dict[str, Any] = {
        "out": io.StringIO(),
        "err": io.StringIO(),
        "env": {},
        "now": lambda: NOW,
        "ask": lambda question: False,
        "grade": never_grade,
        "grade_all": never_grade,
        "run_batch": never_grade,
        "probe": Protections,
    }
    return World(here=here, **(usual | changes))


def never_grade(*_: object, **__: object) -> Any:
    """Fail the test: it grades nothing."""
    raise AssertionError("nothing is graded here")


def grade(here: Path, *arguments: str, **changes: Any) -> tuple[int, str, str]:
    """Return the exit code, the output and the complaints of `grade` with these arguments, in such a world."""
    return typed(world(here, **changes), lambda there: run(arguments, there))


def typed(there: World, command: Callable[[World], int]) -> tuple[int, str, str]:
    """Return the exit code, the output and the complaints of one command in this world."""
    out, err = io.StringIO(), io.StringIO()
    code = command(replace(there, out=out, err=err))
    return code, out.getvalue(), err.getvalue()


class Terminal(io.StringIO):
    """Text that takes itself for a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Say so."""
        return True


@dataclass
class CommandLine:
    """Somewhere to type commands, and what the last one printed; a subclass says in which world."""

    out: str = field(default="", init=False)
    err: str = field(default="", init=False)

    def world(self) -> World:
        """Return the world in which commands are typed."""
        raise NotImplementedError

    def grade(self, *arguments: str, here: Path | None = None) -> int:
        """Run `grade` with these arguments, here or elsewhere, and return its exit code."""
        there = self.world()
        return self.run(lambda where: run(arguments, where), there if here is None else replace(there, here=here))

    def run(self, command: Callable[[World], int], there: World | None = None) -> int:
        """Run a command that takes a world, and return its exit code."""
        code, self.out, self.err = typed(there or self.world(), command)
        return code
