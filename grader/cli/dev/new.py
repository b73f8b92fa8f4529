"""`grade dev new` and `wrong`: the files of a kata, and of a wrong solution, begun."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from grader.authoring.new import NewKata, begin_kata, begin_wrong
from grader.cli import grading
from grader.cli.commands import as_options, enum_option
from grader.cli.world import World
from grader.curriculum import kata_folders, load_katas
from grader.curriculum.kata_yaml import TRACKS
from grader.errors import ExitCode, UsageError
from grader.model import KataKind


@click.command()
@click.argument("number", metavar="KATA")
@click.argument("title")
@click.option(
    "--track",
    default="",
    metavar="TRACK",
    help=f"{', '.join(TRACKS)}, or one of katas/set.yaml; else that of the kata before it.",
)
@enum_option("--kind", kind=KataKind, default="implement", show_default=True)
@click.option("--difficulty", type=click.IntRange(1, 5), default=2, show_default=True)
@click.option("--submit", default="", metavar="FILE", help="The file to hand in; else made of the title.")
@click.option("--after", multiple=True, metavar="KATA", help="What to do first; else the kata before it.")
@as_options(NewKata)
def new(world: World, options: NewKata) -> ExitCode:
    """Begin a kata: every file, complete and red, saying in place what belongs there.

    \b
    Examples:
      grade dev new kata61 "Graceful shutdown"
      grade dev new kata61 "Graceful shutdown" --track cancellation --kind fix --difficulty 3
      grade dev new kata01 "Hello, queue" --katas ../my-katas       a set of your own
    To start over, delete the two folders that it names.
    """
    course = _set(world)
    begun = begin_kata(course, load_katas(course), options)
    for file, purpose in begun.files:
        world.say(f"{world.shown(course / file)}\n    {purpose}")
    world.say(f"To start over, delete {' and '.join(world.shown(course / folder) for folder in begun.folders)}.")
    world.say(f"What is left to write, until nothing is: {_check(world, begun.kata)}")
    return ExitCode.ACCEPTED


@click.command()
@click.argument("kata")
@click.argument("name")
@click.option("--from", "source", type=click.Path(path_type=Path), metavar="FILE", help="Begin from this program.")
@click.pass_obj
def wrong(world: World, kata: str, name: str, source: Path | None) -> ExitCode:
    """Begin a wrong solution: the reference, or a program met in a class, with the header to fill in.

    \b
    Examples:
      grade dev wrong kata61 does_not_wait                       solutions/kata61_…/wrong/w6_does_not_wait.py
      grade dev wrong kata61 waits_twice --from submission.py    from what somebody handed in
    """
    course = world.course()
    (about,) = grading.named(world, course, [kata])
    content = None if source is None else _content(world, source)
    file = begin_wrong(course / "solutions", about, name, content)
    world.say(world.shown(file))
    if content is not None:
        world.say("Take out what says who wrote it: names, ids, comments.")
    world.say(f"Make it wrong and fill in its header, until this is green: {_check(world, about.id)}")
    return ExitCode.ACCEPTED


def _check(world: World, kata: str) -> str:
    """Return the command to type next; a set that was named has to be named again."""
    named = f" --katas {shlex.quote(world.shown(world.katas))}" if world.katas is not None else ""
    return f"grade dev check --repeats 1 {kata}{named}"


def _content(world: World, source: Path) -> bytes:
    try:
        return (world.here / source).read_bytes()
    except OSError as error:
        raise UsageError(f"{source} cannot be read ({error.strerror}).", hint="Name a file that is there.") from None


def _set(world: World) -> Path:
    """Return the course, or the folder that --katas or GRADE_KATAS names, which may still be empty or absent."""
    named = world.katas or world.usual_katas
    return named if named is not None and not kata_folders(named) else world.course()
