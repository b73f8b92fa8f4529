"""`grade class run`: grade what is new."""

from __future__ import annotations

import os
from dataclasses import dataclass

import click

from grader.classroom.gradebook.lock import only_one
from grader.classroom.marking.interrupts import answered_at_once
from grader.classroom.marking.pool import run_batch
from grader.classroom.marking.queue import Runner
from grader.classroom.marking.run import CourseGrader, RunOptions, RunTally, Selection, run_class
from grader.cli.classroom import course
from grader.cli.classroom.course import OpenCourse, course_here, progress
from grader.cli.commands import accept_unconfined, as_options, only_katas, plain
from grader.cli.world import World
from grader.curriculum import kata_version
from grader.errors import ExitCode, GraderError, UsageError
from grader.model import Verdict
from grader.text import one_line

SHOWN = 10
EXAMPLES = """\b
Examples:
  grade class run                    what is new, on all cores
  grade class run --kata kata11      of this kata only
  grade class run --student ada --force     again, although it is graded
  grade class run --scheduler tcp://10.0.0.5:8786     on the workers of dask
Stopped by Ctrl-C or a power cut, it goes on where it was when it is run again.
"""


@dataclass(frozen=True, slots=True)
class ClassRunOptions:
    """The options of `grade class run`; without `jobs` it uses all cores, with `scheduler` the workers of dask."""

    katas: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    force: bool = False
    jobs: int | None = 1
    scheduler: str = ""
    accept_unconfined: bool = False
    plain: bool = False


@click.command(epilog=EXAMPLES)
@only_katas
@click.option("--student", "students", multiple=True, help="Only this one; several times for several.")
@click.option("--force", is_flag=True, help="Grade again what is graded: new attempts, and the newest counts.")
@click.option("--jobs", type=click.IntRange(1), help="How many at once; else all cores.")
@click.option(
    "--scheduler",
    default="",
    metavar="ADDRESS",
    help="Have the workers of this dask scheduler grade, such as tcp://10.0.0.5:8786; needs the extra dask.",
)
@accept_unconfined
@plain
@as_options(ClassRunOptions)
def run(world: World, options: ClassRunOptions) -> ExitCode:
    """Grade what was collected and is not graded yet.

    Each report is in the gradebook as soon as it is made. What was graded with an older version of its kata stays as it
    is: see `grade class regrade`.
    """
    if options.scheduler and options.jobs is not None:
        raise UsageError(
            "--jobs is for this machine: with --scheduler each worker grades as many at once as it has threads.",
            hint="Leave --jobs out; to change it, start the workers with: dask worker --nthreads N",
        )
    return run_here(world, options, runner=_on(options.scheduler) if options.scheduler else run_batch)


def _on(scheduler: str) -> Runner:
    """Return a runner on this scheduler's workers. Raises UsageError for a bad address or a missing extra."""
    from grader.classroom.marking.dask import Distributed, require_address

    require_address(scheduler)
    return Distributed(scheduler)


def run_here(world: World, options: ClassRunOptions, *, runner: Runner = run_batch) -> ExitCode:
    """Grade the course found upward from here. Raises Busy while somebody else does."""
    with course_here(world) as opened, only_one(opened.plan.folder):
        selection = _selection(opened, options)
        tally = RunTally(sum(1 for _ in selection.of(opened.book, opened.katas)))
        run_options = RunOptions(options.jobs or os.cpu_count() or 1, options.accept_unconfined, runner)
        grader = CourseGrader(opened.book, opened.katas, world.now, run_options)
        try:
            with (
                answered_at_once(lambda: _stopping(world, tally)),
                progress(world, tally.total, plain=options.plain) as tell,
            ):
                run_class(grader, selection, tally, lambda: tell(tally.graded + tally.not_started))
        except KeyboardInterrupt:
            goes_on = "`grade class run --force` begins again" if options.force else "`grade class run` goes on"
            world.complain(f"{_how_far(opened, selection, tally)}: {goes_on}.")
            return ExitCode.INTERRUPTED
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise GraderError(
                f"The grading stopped ({why}): {_how_far(opened, selection, tally)}.",
                hint="Make room on the disk, then: grade class run",
            ) from error
        except GraderError:
            world.complain(f"The grading stopped: {tally.graded} graded, {tally.left} left.")
            raise
        _tell(world, opened, tally)
    return ExitCode.ACCEPTED


def _stopping(world: World, tally: RunTally) -> None:
    """Answer Ctrl-C before the workers have ended, which takes a moment."""
    world.complain(f"Stopping: {tally.graded} of {tally.total} are graded and kept; what is at work is being ended …")
    world.err.flush()


def _selection(opened: OpenCourse, options: ClassRunOptions) -> Selection:
    roster = opened.roster() if options.students else None
    students = [course.student_of(roster, name).id for name in options.students] if roster is not None else []
    return Selection(course.chosen(opened, options.katas), tuple(students), options.force)


def _how_far(opened: OpenCourse, selection: Selection, tally: RunTally) -> str:
    """Return how many are graded and left, by the gradebook: the run may have been broken off before the last was
    counted.
    """
    ungraded = tally.left if selection.force else sum(1 for _ in selection.of(opened.book, opened.katas))
    return f"{tally.total - tally.not_started - ungraded} graded, {ungraded} left"


def _tell(world: World, opened: OpenCourse, tally: RunTally) -> None:
    if not tally.total and next(opened.book.submissions(), None) is None:
        world.say("Nothing is here to grade yet. First: grade class collect SOURCE")
    elif not tally.total:
        world.say("Nothing is new: everything that was collected is graded.")
    if tally.graded:
        kinds = ", ".join(f"{tally.verdicts[verdict]} {verdict}" for verdict in Verdict if tally.verdicts[verdict])
        world.say(f"{tally.graded} graded: {kinds}.")
    if tally.not_started:
        world.say(f"{tally.not_started} not started: what was handed in is still the stub.")
    if tally.protections is not None:
        world.say(f"Protections: {tally.protections.level}.")
    for submission, why in tally.unable[:SHOWN]:
        world.complain(f"{one_line(submission.owner)}, {submission.kata}: {one_line(why)}")
    if len(tally.unable) > SHOWN:
        world.complain(f"… and {len(tally.unable) - SHOWN} more that could not be graded.")
    if tally.unable:
        world.complain("That is our fault, not theirs: they wait, and the next `grade class run` tries again.")
    _tell_outdated(world, opened)


def _tell_outdated(world: World, opened: OpenCourse) -> None:
    """Name each kata that has changed since some attempts were graded: their scores stay until a regrade."""
    for kata in opened.katas.values():
        count = sum(1 for _ in opened.book.outdated(kata.id, kata_version(kata)))
        if count:
            world.say(f"{kata.id} has changed since {count} were graded. See what would change: grade class regrade")
