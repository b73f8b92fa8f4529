"""What `grade notebooks collect` does: nbgrader's submissions and decisions in, marked, and scores back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.cli.instructor.collecting import Bar
from grader.cli.instructor.desk import Desk, at_desk
from grader.cli.instructor.run import Wish, run_here
from grader.cli.notebooks_building import need_nbgrader
from grader.cli.world import World
from grader.course.collecting import NO_TIMES, Choosing, Gathering, KataNames, Kind, summary_of
from grader.course.collecting.trees import tree_of
from grader.course.notebooks import Course, Notebooks, give_back, open_course, take_decisions
from grader.course.table import score_table
from grader.errors import ExitCode, UsageError
from grader.model import Check
from grader.render.collected import collected_text
from grader.render.style import Style


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for; `wish` says how what was collected is marked, None not at all."""

    course: Path
    wish: Wish | None
    back: bool
    style: Style
    verbose: bool


def collect_notebooks(world: World, request: Request) -> ExitCode:
    """Collect, mark and give back. Raises UsageError where there is no course, theirs or ours."""
    need_nbgrader()
    course = open_course(request.course)
    with at_desk(world, create=True) as desk:
        stopped = _collect(world, request, course, desk)
        _take(world, course, desk)
    if stopped:
        return ExitCode.INTERRUPTED
    if request.wish is not None:
        ended = run_here(world, request.wish, runner=world.run_batch)
        if ended is not ExitCode.ACCEPTED:
            return ended
    if request.back:
        with at_desk(world) as desk:
            _give(world, course, desk)
    return ExitCode.ACCEPTED


def _collect(world: World, request: Request, course: Course, desk: Desk) -> bool:
    """The submissions into our gradebook; True when somebody stopped it."""
    roster, name = desk.roster(), request.course.name
    source = Notebooks(tree_of(course.submitted), desk.katas)
    choosing = Choosing(KataNames(desk.katas.values()), roster, NO_TIMES)
    with Bar(world, shown=request.style is not Style.PLAIN) as bar:
        gathered = Gathering(desk.book, f"nbgrader: {name}", world.now(), bar).all(source, choosing)
    summary = summary_of(gathered, desk.book, roster, name=name, kind=Kind.NBGRADER, kept=True)
    said = collected_text(summary, style=request.style, all_remarks=request.verbose).rstrip("\n")
    world.say(said if request.wish is None else said.removesuffix("Next: grade class run").rstrip("\n"))
    return gathered.stopped


def _take(world: World, course: Course, desk: Desk) -> None:
    if not course.has_gradebook:
        return
    from nbgrader.api import Gradebook

    known = {student.id for student in desk.roster().students}
    with Gradebook(course.db_url, course.id) as nbgrader:
        changed = take_decisions(nbgrader, desk.book, desk.katas, known, world.now())
    if changed:
        world.say(f"{changed} changed by hand in nbgrader: now in the log of overrides, grade class log.")


def _give(world: World, course: Course, desk: Desk) -> None:
    if not course.has_gradebook:
        raise UsageError("nbgrader has no gradebook there yet.", hint="Run there: nbgrader generate_assignment NAME")
    from nbgrader.api import Gradebook

    roster, katas = desk.roster(), tuple(desk.katas.values())
    table = score_table(desk.plan, roster, katas, desk.book, world.now().astimezone(desk.plan.zone))
    with Gradebook(course.db_url, course.id) as nbgrader:
        returned = give_back(nbgrader, table, _checks(desk))
    world.say(f"{returned.scores} scores written into nbgrader's gradebook.")
    if returned.unknown:
        world.complain(f"nbgrader has no notebook of {', '.join(returned.unknown)}.")


def _checks(desk: Desk) -> Mapping[str, Sequence[Check]]:
    """Each kata's checks, in a report's order."""
    from grader.examiner import examine

    return {name: examine(kata, lambda one: one.checks) for name, kata in desk.katas.items()}
