"""The instructor's commands: `grade class …`, each imported only when it is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from grader.cli.commands import LazyCommand, LazyGroup
from grader.cli.world import World
from grader.errors import UsageError


def _in(file: str, name: str, about: str) -> LazyCommand:
    return LazyCommand(f"grader.cli.classroom.{file}", name, about)


# In the order an instructor meets them.
COMMANDS = {
    "init": _in("init", "init", "Begin a course: course.yaml, a roster to fill in, .gitignore."),
    "status": _in("init", "status", "Who has handed in what; problems of course.yaml first."),
    "collect": _in("collect", "collect", "Collect an LMS's download, folders, or git repositories."),
    "run": _in("run", "run", "Grade what was collected and is not graded yet."),
    "board": _in("report", "board", "Rank the class, under names nobody can trace back."),
    "report": _in("report", "report", "A page about the class, and one for each student."),
    "feedback": _in("feedback", "feedback", "Pack what students get back, as Moodle or Canvas takes it."),
    "export": _in("export", "export", "Write the scores as a platform reads them."),
    "push": _in("push", "push", "Send new and changed scores through LTI Advantage."),
    "similar": _in("similar", "similar", "List submissions that are wrong in the identical way."),
    "regrade": _in("regrade", "regrade", "See, and record, what a changed kata changes."),
    "replay": _in("regrade", "replay", "Repeat an attempt: is its report identical?"),
    "extend": _in("decisions", "extend", "Give a student or a group more time."),
    "excuse": _in("decisions", "excuse", "Excuse a student or a group from a kata."),
    "override": _in("decisions", "override", "Give a student or a group points by hand."),
    "bonus": _in("comment", "bonus", "Give points beside those that an attempt earned."),
    "comment": _in("comment", "comment", "Tell a student something about a kata, or many from a CSV."),
    "log": _in("decisions", "log", "Show what was decided and said by hand; take one back."),
    "forget": _in("init", "forget", "Erase a student everywhere in the course."),
}
PLAN = "course.yaml"
EXAMPLES = """\b
An evening with a class:
  grade class init autumn && cd autumn     course.yaml and roster.csv, to fill in
  grade class collect ~/Downloads/submissions.zip
  grade class run
  grade class board
  grade class export canvas --to grades.csv
"""


@click.group("class", cls=LazyGroup, lazy=COMMANDS, epilog=EXAMPLES)
@click.option(
    "--course", type=click.Path(path_type=Path), help="The folder of course.yaml; else found upward from here."
)
@click.pass_context
def class_(ctx: click.Context, course: Path | None) -> None:
    """Collect, grade and look at a whole class, and send the results back."""
    world = ctx.find_object(World)
    assert world is not None
    if course is not None:
        folder = world.here / course
        if folder.name == PLAN and folder.is_file():
            folder = folder.parent
        if not folder.is_dir():
            raise UsageError(f"There is no folder {course}.", hint="Name the folder that holds course.yaml.")
        ctx.obj = replace(world, here=folder, typed_in=world.here)
