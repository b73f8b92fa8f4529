"""`grade notebooks …`: katas as nbgrader's notebooks, and nbgrader's gradebook and ours, each into the other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import click

from grader.classroom.collect import NO_TIMES, Choosing, Gathering, KataNames, SourceFormat, summary_of
from grader.classroom.collect.trees import tree_of
from grader.classroom.nbgrader.config import CONFIG, config_text, guard_lines
from grader.classroom.nbgrader.course import Course, Notebooks, give_back, open_course, take_decisions
from grader.classroom.nbgrader.notebook import notebook, parts_of
from grader.classroom.pages.collected import collected_text
from grader.classroom.scores.table import score_table
from grader.cli import grading
from grader.cli.classroom.collect import ProgressBar
from grader.cli.classroom.course import OpenCourse, course_here
from grader.cli.classroom.run import ClassRunOptions, run_here
from grader.cli.commands import accept_unconfined, as_options, jobs, kata_names, plain
from grader.cli.world import World
from grader.curriculum import load_katas
from grader.engine.examiner import examine
from grader.errors import ExitCode, UsageError
from grader.files import write_pieces
from grader.model import Check
from grader.report.layout import Style
from grader.text import count_of, one_line

BUILD = """\b
Examples:
  grade notebooks build ../async101                    an assignment for each kata
  grade notebooks build ../async101 kata00 kata11 --assignment week1
  cd ../async101 && nbgrader generate_assignment week1

\b
Each notebook holds the brief, the solution cell, the visible checks to read, and an
autograded cell for each check. nbgrader_config.py is written where there is none: it
keeps everything of a student's out of the kernel that grades.
"""
COLLECT = """\b
Examples:
  grade notebooks collect ../async101              from where course.yaml is
  grade notebooks collect ../async101 --back       and our scores into nbgrader's gradebook
  grade notebooks collect ../async101 --no-run     grade later: grade class run

\b
In:   what stands in the solution cells of submitted/, and when it came; points that
      somebody gave by hand in the formgrader become overrides. Who handed in nothing
      has no score, which is not 0. It is then graded here, as `grade class run` does.
Back: of every kata that has points here, each check's points, and as nbgrader's
      penalty whatever else makes the difference: lateness, or an override.
"""


@click.group()
def notebooks() -> None:
    """Katas as notebooks, for nbgrader."""


@notebooks.command(epilog=BUILD)
@click.argument("course", type=click.Path(path_type=Path))
@kata_names
@click.option("--assignment", default="", metavar="NAME", help="One assignment for all of them; else one for each.")
@click.option("--yes", is_flag=True, help="Replace notebooks that are there and differ, without asking.")
@click.pass_obj
def build(world: World, course: Path, katas: tuple[str, ...], assignment: str, yes: bool) -> ExitCode:
    """Write source notebooks into COURSE, an nbgrader course: source/<assignment>/<kata>.ipynb."""
    need_nbgrader()
    if assignment and not ASSIGNMENT.fullmatch(assignment):
        raise UsageError(f"{one_line(assignment)} cannot be an assignment's name.", hint="Try: --assignment week1")
    folder = world.here / course
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{world.shown(folder)} is a file.", hint="Name nbgrader's course folder.")
    home = world.course()
    chosen = grading.named(world, home, katas) if katas else load_katas(home)
    for kata in chosen:
        path = folder / "source" / (assignment or kata.id) / f"{kata.id}.ipynb"
        world.say(f"{world.shown(path)}  {_written(world, path, notebook(parts_of(home, kata)), sure=yes)}")
    _configure(world, folder, home)
    world.say(f"Next, in {world.shown(folder)}: nbgrader generate_assignment {(assignment or chosen[0].id)!r}")
    return ExitCode.ACCEPTED


@dataclass(frozen=True, slots=True)
class NotebooksOptions:
    """The options of `grade notebooks collect`."""

    course: Path
    back: bool
    no_run: bool
    jobs: int
    accept_unconfined: bool
    plain: bool
    verbose: bool


@notebooks.command(epilog=COLLECT)
@click.argument("course", type=click.Path(path_type=Path))
@click.option("--back", is_flag=True, help="Then write the scores into nbgrader's gradebook.")
@click.option("--no-run", is_flag=True, help="Do not grade what was collected.")
@jobs
@accept_unconfined
@plain
@click.option("-v", "--verbose", is_flag=True, help="List everything there is to look at.")
@as_options(NotebooksOptions)
def collect(world: World, options: NotebooksOptions) -> ExitCode:
    """Bring what nbgrader's COURSE holds into the gradebook of the course one stands in, and grade it."""
    need_nbgrader()
    course = open_course((world.here / options.course).resolve())
    with course_here(world, create=True) as ours:
        stopped = _collect(world, options, course, ours)
        _take(world, course, ours)
    if stopped:
        return ExitCode.INTERRUPTED
    if not options.no_run:
        run = ClassRunOptions(jobs=options.jobs, accept_unconfined=options.accept_unconfined, plain=options.plain)
        ended = run_here(world, run, runner=world.run_batch)
        if ended is not ExitCode.ACCEPTED:
            return ended
    if options.back:
        with course_here(world) as ours:
            _give(world, course, ours)
    return ExitCode.ACCEPTED


# nbgrader's own rule is narrower than a folder's: no +, nothing that a path is made of.
ASSIGNMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,99}")
EXTRA = "nbgrader"


def need_nbgrader() -> None:
    """Raise UsageError where the extra is not installed."""
    if find_spec(EXTRA) is None:
        raise UsageError("nbgrader is not installed here.", hint="Install it: pip install 'asyncio-katas[nbgrader]'")


def _written(world: World, path: Path, text: str, *, sure: bool) -> str:
    """Return what became of the file."""
    try:
        there = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read ({error.strerror}).", hint="Move it away.") from None
    if there == text.encode("utf-8"):
        return "is the same already"
    if there is not None and not (sure or world.ask(f"{world.shown(path)} is another one. Replace it?")):
        return "was kept as it is"
    write_pieces(path, [text])
    return "written" if there is None else "replaced"


def _configure(world: World, folder: Path, home: Path) -> None:
    path = folder / CONFIG
    if not path.exists():
        write_pieces(path, [config_text(folder, home)])
        world.say(f"{world.shown(path)}  written")
    elif "grader.classroom.nbgrader.config" not in path.read_text("utf-8", errors="replace"):
        world.complain(
            f"{world.shown(path)} does not keep students' own cells from running where nbgrader grades.",
            f"Add to it:\n{guard_lines(home)}",
        )


def _collect(world: World, options: NotebooksOptions, course: Course, ours: OpenCourse) -> bool:
    """Take the submissions into our gradebook; True when somebody stopped it."""
    roster, name, style = ours.roster(), (world.here / options.course).resolve().name, world.style(plain=options.plain)
    source = Notebooks(tree_of(course.submitted), ours.katas, course.own_files())
    choosing = Choosing(KataNames(ours.katas.values()), roster, NO_TIMES)
    with ProgressBar(world, shown=style is not Style.PLAIN) as bar:
        gathering = Gathering(ours.book, f"nbgrader: {name}", world.now(), bar)
        gathered = gathering.all(source, choosing)
    summary = summary_of(gathered, gathering, roster, name=name, kind=SourceFormat.NBGRADER)
    text = collected_text(summary, style=style, all_remarks=options.verbose, graded_next=not options.no_run)
    world.say(text.rstrip("\n"))
    return gathered.stopped


def _take(world: World, course: Course, ours: OpenCourse) -> None:
    if not course.has_gradebook:
        return
    # nbgrader comes with the extra of that name.
    from nbgrader.api import Gradebook

    known = {student.id for student in ours.roster().students}
    with Gradebook(course.db_url, course.id) as nbgrader:
        changed = take_decisions(nbgrader, ours.book, ours.katas, known, world.now())
    if changed:
        world.say(f"{changed} changed by hand in nbgrader: now in the log of overrides, grade class log.")


def _give(world: World, course: Course, ours: OpenCourse) -> None:
    if not course.has_gradebook:
        raise UsageError("nbgrader has no gradebook there yet.", hint="Run there: nbgrader generate_assignment NAME")
    # nbgrader comes with the extra of that name.
    from nbgrader.api import Gradebook

    roster, katas = ours.roster(), tuple(ours.katas.values())
    table = score_table(ours.plan, roster, katas, ours.book, world.now().astimezone(ours.plan.zone))
    with Gradebook(course.db_url, course.id) as nbgrader:
        returned = give_back(nbgrader, table, _checks(ours))
    world.say(f"{count_of(returned.scores, 'score')} written into nbgrader's gradebook.")
    if returned.unknown:
        world.complain(f"nbgrader has no notebook of {', '.join(returned.unknown)}.")


def _checks(ours: OpenCourse) -> Mapping[str, Sequence[Check]]:
    """Return each kata's checks, in a report's order."""
    return {name: examine(kata, lambda one: one.checks) for name, kata in ours.katas.items()}
