"""The student's commands around marking: watch, progress, solution, explain."""

from __future__ import annotations

import click

from grader.cli.world import World
from grader.errors import ExitCode

plain = click.option("--plain", is_flag=True, help="No colour and no pictures: for screen readers and old terminals.")


@click.command()
@click.argument("kata", required=False, default="")
@click.option("--poll", is_flag=True, help="Look for saves by polling: for network and shared folders.")
@plain
@click.pass_obj
def watch(world: World, kata: str, poll: bool, plain: bool) -> ExitCode:
    """Grade on every save, within a tenth of a second.

    Keys: n next kata, h hint, l list, t timelines, x reset (asks), r again, q quit; any other: the report.
    """
    from grader.cli import watching

    return watching.watch(world, watching.Wish(kata, poll, world.style(plain=plain)))


@click.command()
@plain
@click.pass_obj
def progress(world: World, plain: bool) -> ExitCode:
    """Your tracks, points, streaks, and what is still misunderstood."""
    from grader.cli import progressing

    return progressing.show_progress(world, style=world.style(plain=plain))


@click.command()
@click.argument("kata")
@click.option("--diff", is_flag=True, help="What to change in yours, as a unified diff.")
@click.option("--author", is_flag=True, help="Without an accepted attempt, where the solutions are at hand.")
@plain
@click.pass_obj
def solution(world: World, kata: str, diff: bool, author: bool, plain: bool) -> ExitCode:
    """Yours beside the reference and the alternatives, once it is accepted."""
    from grader.cli import solution

    return solution.solution(world, solution.Wish(kata, world.style(plain=plain), as_diff=diff, author=author))


@click.command()
@click.argument("code", required=False, default="")
@plain
@click.pass_obj
def explain(world: World, code: str, plain: bool) -> ExitCode:
    """What a code such as M02 means: a short program that has it, run before your eyes."""
    from grader.cli import explaining

    style = world.style(plain=plain)
    return explaining.explain(world, code, style=style) if code else explaining.explain_all(world, style=style)


COMMANDS = (watch, progress, solution, explain)
