"""`grade class regrade`: what a changed kata changes."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass

import click

from grader.cli.instructor import desk
from grader.cli.instructor.desk import at_desk
from grader.cli.instructor.progress import progress
from grader.cli.learning import plain
from grader.cli.world import World
from grader.course.batch import run_batch
from grader.course.gradebook.lock import only_one
from grader.course.marking import How, Runner
from grader.course.regrading import Change, outdated
from grader.course.regrading import regrade as mark_again
from grader.errors import ExitCode
from grader.escaping import one_line

EXAMPLES = """\b
Examples:
  grade class regrade                              what would change; nothing is recorded
  grade class regrade --kata kata11 --apply        record it
  grade class regrade --apply --only-increases     record it where nobody loses points by it
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What `grade class regrade` was asked for."""

    katas: tuple[str, ...] = ()
    apply: bool = False
    only_increases: bool = False
    jobs: int = 1
    accept_unconfined: bool = False
    plain: bool = False


@click.command(epilog=EXAMPLES)
@click.option("--kata", "katas", multiple=True, help="Only this one; several times for several.")
@click.option("--apply", is_flag=True, help="Record the new attempts; else nothing is changed.")
@click.option("--only-increases", is_flag=True, help="Leave everybody as they are who would lose points.")
@desk.jobs
@desk.accept_unconfined
@plain
@click.pass_obj
def regrade(
    world: World,
    katas: tuple[str, ...],
    apply: bool,
    only_increases: bool,
    jobs: int,
    accept_unconfined: bool,
    plain: bool,
) -> ExitCode:
    """Mark again what was marked with an older version of its kata or of the grader, and show what changes.

    Old attempts stay in the gradebook; points are those of the attempt, before lateness.
    """
    return regrade_here(world, Wish(katas, apply, only_increases, jobs, accept_unconfined, plain))


def regrade_here(world: World, wish: Wish, *, runner: Runner = run_batch) -> ExitCode:
    """Mark again and tell. Raises Busy when somebody else marks and the new attempts were to be recorded."""
    found: Counter[str] = Counter()

    def change(told: Change) -> None:
        found[_direction(told)] += 1
        found["recorded"] += told.recorded
        if not told.nothing:
            _tell(world, told)

    with at_desk(world) as opened, only_one(opened.plan.folder) if wish.apply else nullcontext():
        only = desk.chosen(opened, wish.katas)
        total = sum(1 for _ in outdated(opened.book, opened.katas, only))
        if not total:
            world.say("Nothing to mark again: every attempt is of the katas as they are now.")
            return ExitCode.ACCEPTED
        with progress(world, total, plain=wish.plain) as tell:

            def on_change(told: Change) -> None:
                change(told)
                tell(sum(found[way] for way in WAYS))

            try:
                mark_again(
                    opened.book,
                    opened.katas,
                    How(wish.jobs, wish.accept_unconfined, runner),
                    only=only,
                    apply=wish.apply,
                    only_increases=wish.only_increases,
                    now=world.now,
                    on_change=on_change,
                )
            except KeyboardInterrupt:
                world.complain(f"Stopped: {found['recorded']} recorded. `grade class regrade` goes on with the rest.")
                return ExitCode.INTERRUPTED
    world.say(f"{total} marked again: {', '.join(f'{found[way]} {way}' for way in WAYS if found[way])}.")
    if wish.apply:
        world.say(f"{found['recorded']} recorded; from now on they count.")
    else:
        world.say("Nothing was recorded: this was a dry run. Record it: grade class regrade --apply")
    return ExitCode.ACCEPTED


WAYS = ("with more points", "with fewer", "as before", "unable to grade")


def _direction(told: Change) -> str:
    if told.unable:
        return WAYS[3]
    return WAYS[2] if told.now == told.before else WAYS[told.now < told.before]


def _tell(world: World, told: Change) -> None:
    kept = told.submission
    why = f" (not recorded: {one_line(told.reason)})" if told.reason else ""
    verdict = "" if told.verdict == told.verdict_before else f", {told.verdict_before} → {told.verdict}"
    world.say(f"{kept.kata} {one_line(kept.owner)}: {told.before} → {told.now} of {told.max}{verdict}{why}")
    for check in () if told.unable else told.checks:
        world.say(f"  {check.check}: {check.before or 'was not there'} → {check.now or 'is gone'}")
