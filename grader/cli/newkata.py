"""`grade dev new`: begin a kata."""

from __future__ import annotations

from pathlib import Path

from grader.authoring.new import Wish, begin_kata
from grader.cli.world import World
from grader.curriculum import kata_folders, load_katas
from grader.errors import ExitCode


def new_kata(world: World, wish: Wish) -> ExitCode:
    """Write the kata's files, say what each is for, and what to do next. Raises UsageError."""
    course = _set(world)
    begun = begin_kata(course, load_katas(course), wish)
    for file, purpose in begun.files:
        world.say(f"{world.shown(course / file)}\n    {purpose}")
    world.say(f"What is left to write, until nothing is: grade dev check --repeats 1 {begun.kata}")
    return ExitCode.ACCEPTED


def _set(world: World) -> Path:
    """The course, or the folder that --katas or GRADE_KATAS names, which may still be empty or absent."""
    named = world.katas or world.usual_katas
    return named if named is not None and not kata_folders(named) else world.course()
