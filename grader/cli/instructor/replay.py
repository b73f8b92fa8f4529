"""`grade class replay`: make an attempt again and compare."""

from __future__ import annotations

from collections.abc import Sequence

import click

from grader.cli.instructor import desk
from grader.cli.instructor.desk import at_desk
from grader.cli.world import World
from grader.course.batch import run_batch
from grader.course.marking import How, Runner
from grader.course.replaying import Difference, Replay
from grader.course.replaying import replay as replay_attempt
from grader.errors import ExitCode
from grader.escaping import one_line
from grader.wire.text import clean

MOST_LINES = 20
SHORT = 16
EXAMPLES = """\b
Example:
  grade class replay 412     does attempt 412 still come out as it did?
"""


@click.command(epilog=EXAMPLES)
@click.argument("attempt", type=click.IntRange(1, 2**63 - 1), metavar="ATTEMPT")
@desk.accept_unconfined
@click.pass_obj
def replay(world: World, attempt: int, accept_unconfined: bool) -> ExitCode:
    """Mark an attempt again with its own seed: is the report identical, and if not, which version differs?

    Nothing is recorded. Ends with 0 when it is identical and 1 when it is not.
    """
    return replay_here(world, attempt, accept_unconfined=accept_unconfined)


def replay_here(world: World, attempt: int, *, accept_unconfined: bool = False, runner: Runner = run_batch) -> ExitCode:
    """Compare and tell."""
    with at_desk(world) as opened:
        found = replay_attempt(opened.book, opened.katas, attempt, How(1, accept_unconfined, runner))
    _tell(world, found)
    return ExitCode.ACCEPTED if found.identical else ExitCode.REJECTED


def _tell(world: World, found: Replay) -> None:
    was = found.attempt
    world.say(
        f"Attempt {was.id}: {one_line(was.owner)}, {was.kata}, {was.made:%Y-%m-%d %H:%M} UTC:"
        f" {was.verdict}, {was.points}/{was.max}, seed {was.seed}"
    )
    if found.identical:
        world.say("Identical: verdict, points, every check and every timeline came out the same.")
        return
    world.say("Not identical.")
    if found.versions:
        world.say("These versions differ:")
        _list(world, found.versions)
    if found.judged:
        world.say("This came out otherwise:")
        _list(world, found.judged)
    else:
        world.say("All that was judged came out the same.")


def _list(world: World, differences: Sequence[Difference]) -> None:
    for one in differences[:MOST_LINES]:
        world.say(f"  {one_line(one.where)}: {_short(one, one.before)} → {_short(one, one.now)}")
    if len(differences) > MOST_LINES:
        world.say(f"  … and {len(differences) - MOST_LINES} more")


def _short(one: Difference, value: str) -> str:
    return one_line(clean(value, SHORT if one.where == "kata_version" else 80)) or "(nothing)"
