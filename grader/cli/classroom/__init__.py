"""The instructor's commands: `grade class …`, each imported only when it is named."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click

from grader.cli.world import World
from grader.errors import UsageError

# A command is called so in its file; its line of help needs no import of it.
COMMANDS = {
    "init": "Begin a course: course.yaml, a roster to fill in, .gitignore.",
    "status": "Who has handed in what; problems of course.yaml first.",
    "collect": "Collect an LMS's download, folders, or git repositories.",
    "run": "Mark what was collected and is not marked yet.",
    "board": "Rank the class, under names nobody can trace back.",
    "report": "A page about the class, and one for each student.",
    "feedback": "Pack what students get back, as Moodle or Canvas takes it.",
    "export": "Write the scores as a platform reads them.",
    "push": "Send new and changed scores through LTI Advantage.",
    "similar": "List submissions that are wrong in the identical way.",
    "regrade": "See, and record, what a changed kata changes.",
    "replay": "Repeat an attempt: is its report identical?",
    "extend": "Give a student or a group more time.",
    "excuse": "Excuse a student or a group from a kata.",
    "override": "Give a student or a group points by hand.",
    "bonus": "Give points beside those that an attempt earned.",
    "comment": "Tell a student something about a kata, or many from a CSV.",
    "log": "Show what was decided and said by hand; take one back.",
    "forget": "Erase a student everywhere in the course.",
}
# The file of a command that does not have one of its own name.
FILES = {
    "board": "report",
    "status": "init",
    "forget": "init",
    "replay": "regrade",
    "extend": "decisions",
    "excuse": "decisions",
    "override": "decisions",
    "log": "decisions",
    "bonus": "comment",
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


class LazyGroup(click.Group):
    """A group whose commands are found by name and imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order an instructor meets them."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A line for each that fits into 80 columns."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        found = getattr(import_module(f"grader.cli.classroom.{FILES.get(cmd_name, cmd_name)}"), cmd_name)
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does. Raises UsageError with the nearest name on a misspelt one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group("class", cls=LazyGroup, epilog=EXAMPLES)
@click.option(
    "--course", type=click.Path(path_type=Path), help="The folder of course.yaml; else found upward from here."
)
@click.pass_context
def class_(ctx: click.Context, course: Path | None) -> None:
    """Collect, mark and look at a whole class, and send the results back."""
    world = ctx.find_object(World)
    assert world is not None
    if course is not None:
        folder = world.here / course
        if folder.name == PLAN and folder.is_file():
            folder = folder.parent
        if not folder.is_dir():
            raise UsageError(f"There is no folder {course}.", hint="Name the folder that holds course.yaml.")
        ctx.obj = replace(world, here=folder)
