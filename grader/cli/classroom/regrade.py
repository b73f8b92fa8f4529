"""`grade class regrade` and `replay`: what a changed kata changes, and an attempt made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import click

from grader.classroom.gradebook.lock import only_one
from grader.classroom.marking.interrupts import answered_at_once
from grader.classroom.marking.pool import run_batch
from grader.classroom.marking.queue import Runner
from grader.classroom.marking.regrade import RegradedSubmission, Replay, ReportDifference, outdated
from grader.classroom.marking.regrade import regrade as grade_again
from grader.classroom.marking.regrade import replay as replay_attempt
from grader.classroom.marking.run import CourseGrader, RunOptions
from grader.cleaning import clean
from grader.cli.classroom import course
from grader.cli.classroom.course import course_here, progress
from grader.cli.commands import accept_unconfined, as_options, jobs, only_katas, plain
from grader.cli.world import World
from grader.errors import ExitCode
from grader.text import one_line

REGRADE_EXAMPLES = """\b
Examples:
  grade class regrade                              what would change; nothing is recorded
  grade class regrade --kata kata11 --apply        record it
  grade class regrade --apply --only-increases     record it where nobody loses points by it
"""


@dataclass(frozen=True, slots=True)
class RegradeOptions:
    """The options of `grade class regrade`."""

    katas: tuple[str, ...] = ()
    apply: bool = False
    only_increases: bool = False
    jobs: int = 1
    accept_unconfined: bool = False
    plain: bool = False


@click.command(epilog=REGRADE_EXAMPLES)
@only_katas
@click.option("--apply", is_flag=True, help="Record the new attempts; else nothing is changed.")
@click.option("--only-increases", is_flag=True, help="Leave everybody as they are who would lose points.")
@jobs
@accept_unconfined
@plain
@as_options(RegradeOptions)
def regrade(world: World, options: RegradeOptions) -> ExitCode:
    """Grade again what was graded with an older version of its kata or of the grader, and show what changes.

    Old attempts stay in the gradebook; points are those of the attempt, before lateness.
    """
    return regrade_here(world, options)


def regrade_here(world: World, options: RegradeOptions, *, runner: Runner = run_batch) -> ExitCode:
    """Grade again and show each change. With `apply`, raises Busy while somebody else grades."""
    found: Counter[str] = Counter()

    def change(regraded: RegradedSubmission) -> None:
        found[_direction(regraded)] += 1
        found["recorded"] += regraded.recorded
        if not regraded.nothing:
            _tell_regraded(world, regraded)

    with course_here(world) as opened, only_one(opened.plan.folder) if options.apply else nullcontext():
        run_options = RunOptions(options.jobs, options.accept_unconfined, runner)
        grader = CourseGrader(opened.book, opened.katas, world.now, run_options)
        only = course.chosen(opened, options.katas)
        total = sum(1 for _ in outdated(opened.book, opened.katas, only))
        if not total:
            world.say("Nothing to grade again: every attempt is of the katas as they are now.")
            return ExitCode.ACCEPTED

        def stopping() -> None:
            world.complain(f"Stopping: {found['recorded']} recorded; what is at work is being ended …")
            world.err.flush()

        with answered_at_once(stopping), progress(world, total, plain=options.plain) as tell:

            def on_change(regraded: RegradedSubmission) -> None:
                change(regraded)
                tell(sum(found[way] for way in WAYS))

            try:
                grade_again(grader, only, on_change, apply=options.apply, only_increases=options.only_increases)
            except KeyboardInterrupt:
                world.complain(f"Stopped: {found['recorded']} recorded. `grade class regrade` goes on with the rest.")
                return ExitCode.INTERRUPTED
    world.say(f"{total} graded again: {', '.join(f'{found[way]} {way}' for way in WAYS if found[way])}.")
    if options.apply:
        world.say(f"{found['recorded']} recorded; from now on they count.")
    else:
        world.say("Nothing was recorded: this was a dry run. Record it: grade class regrade --apply")
    return ExitCode.ACCEPTED


WAYS = ("with more points", "with fewer", "as before", "unable to grade")


def _direction(regraded: RegradedSubmission) -> str:
    if regraded.unable:
        return WAYS[3]
    return WAYS[2] if regraded.now == regraded.before else WAYS[regraded.now < regraded.before]


def _tell_regraded(world: World, regraded: RegradedSubmission) -> None:
    submission = regraded.submission
    why = f" (not recorded: {one_line(regraded.reason)})" if regraded.reason else ""
    verdict = "" if regraded.verdict == regraded.verdict_before else f", {regraded.verdict_before} → {regraded.verdict}"
    points = f"{regraded.before} → {regraded.now} of {regraded.max}"
    world.say(f"{submission.kata} {one_line(submission.owner)}: {points}{verdict}{why}")
    for check in () if regraded.unable else regraded.checks:
        world.say(f"  {check.check}: {check.before or 'was not there'} → {check.now or 'is gone'}")


MOST_LINES = 20
SHORT = 16
REPLAY_EXAMPLES = """\b
Example:
  grade class replay 412     does attempt 412 still come out as it did?
"""


@click.command(epilog=REPLAY_EXAMPLES)
@click.argument("attempt", type=click.IntRange(1, 2**63 - 1), metavar="ATTEMPT")
@accept_unconfined
@click.pass_obj
def replay(world: World, attempt: int, accept_unconfined: bool) -> ExitCode:
    """Grade an attempt again with its own seed: is the report identical, and if not, which version differs?

    Nothing is recorded. Ends with 0 when it is identical and 1 when it is not.
    """
    return replay_here(world, attempt, accept_unconfined=accept_unconfined)


def replay_here(world: World, attempt: int, *, accept_unconfined: bool = False, runner: Runner = run_batch) -> ExitCode:
    """Grade the attempt again, compare both reports and show what differs."""
    with course_here(world) as opened:
        options = RunOptions(1, accept_unconfined, runner)
        found = replay_attempt(CourseGrader(opened.book, opened.katas, world.now, options), attempt)
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


def _list(world: World, differences: Sequence[ReportDifference]) -> None:
    for one in differences[:MOST_LINES]:
        world.say(f"  {one_line(one.where)}: {_short(one, one.before)} → {_short(one, one.now)}")
    if len(differences) > MOST_LINES:
        world.say(f"  … and {len(differences) - MOST_LINES} more")


def _short(one: ReportDifference, value: str) -> str:
    return one_line(clean(value, SHORT if one.where == "kata_version" else 80)) or "(nothing)"
