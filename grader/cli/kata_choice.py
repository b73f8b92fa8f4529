"""Which kata a student means who names some, or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.cli.world import World
from grader.curriculum import holding, kata_folders, kata_named, load_kata, load_katas
from grader.errors import ExitCode, GraderError
from grader.model import Kata


class AllDone(GraderError):
    """There is no kata left to do."""

    code = ExitCode.NOTHING_TO_GRADE


def named(world: World, course: Path, names: Sequence[str]) -> tuple[Kata, ...]:
    """The katas of these names, each once. Raises UnknownKata."""
    found = (kata_named(course, name, here=world.here) for name in names)
    return tuple({kata.slug: kata for kata in found}.values())


def current(world: World, course: Path) -> Kata:
    """The kata whose folder one stands in, else the next that is not done. Raises AllDone."""
    folder = holding(kata_folders(course), world.here)
    return load_kata(folder) if folder is not None else upcoming(course)


def upcoming(course: Path) -> Kata:
    """The kata that `grade next` proposes. Raises AllDone."""
    # A kata that is named needs no proposal, and `grade kata11` has no time for one.
    from grader.cli.studying import proposed

    return proposed(course).kata


def those(world: World, course: Path, names: Sequence[str]) -> tuple[Kata, ...]:
    """The named katas, or the current one where none is named."""
    return named(world, course, names) if names else (current(world, course),)


def collecting(course: Path, file: str) -> Kata | None:
    """The kata that collects a file of this name, if any."""
    return next((kata for kata in load_katas(course) if kata.submit == file), None)
