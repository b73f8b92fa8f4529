"""`grade dev new` and `grade dev wrong`: begin a kata, and a wrong solution of one."""

from __future__ import annotations

import shlex
from pathlib import Path

from grader.authoring.new import Wish, begin_kata, begin_wrong
from grader.cli import choosing
from grader.cli.world import World
from grader.curriculum import kata_folders, load_katas
from grader.errors import ExitCode, UsageError


def new_kata(world: World, wish: Wish) -> ExitCode:
    """Write the kata's files, say what each is for, and what to do next. Raises UsageError."""
    course = _set(world)
    begun = begin_kata(course, load_katas(course), wish)
    for file, purpose in begun.files:
        world.say(f"{world.shown(course / file)}\n    {purpose}")
    world.say(f"To start over, delete {' and '.join(world.shown(course / folder) for folder in begun.folders)}.")
    world.say(f"What is left to write, until nothing is: {_check(world, begun.kata)}")
    return ExitCode.ACCEPTED


def new_wrong(world: World, name: str, belief: str, source: Path | None) -> ExitCode:
    """Write the file of a wrong solution, and say what to do next. Raises UsageError."""
    course = world.course()
    (kata,) = choosing.named(world, course, [name])
    content = None if source is None else _content(world, source)
    file = begin_wrong(course / "solutions", kata, belief, content)
    world.say(world.shown(file))
    if content is not None:
        world.say("Take out what says who wrote it: names, ids, comments.")
    world.say(f"Make it wrong and fill in its header, until this is green: {_check(world, kata.id)}")
    return ExitCode.ACCEPTED


def _check(world: World, kata: str) -> str:
    """The command to type next; a set that was named has to be named again."""
    named = f" --katas {shlex.quote(world.shown(world.katas))}" if world.katas is not None else ""
    return f"grade dev check --repeats 1 {kata}{named}"


def _content(world: World, source: Path) -> bytes:
    try:
        return (world.here / source).read_bytes()
    except OSError as error:
        raise UsageError(f"{source} cannot be read ({error.strerror}).", hint="Name a file that is there.") from None


def _set(world: World) -> Path:
    """The course, or the folder that --katas or GRADE_KATAS names, which may still be empty or absent."""
    named = world.katas or world.usual_katas
    return named if named is not None and not kata_folders(named) else world.course()
