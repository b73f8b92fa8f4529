"""The instructor's commands: `grade class …`, each in a file of its own that is imported only when it is named."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click

from grader.cli.world import World
from grader.errors import UsageError

# A command's file, and the command in it, are called as it is; where Python keeps the word, `_` follows.
COMMANDS = (
    "init",
    "status",
    "collect",
    "run",
    "board",
    "report",
    "export",
    "push",
    "similar",
    "regrade",
    "replay",
    "extend",
    "excuse",
    "override",
    "log",
    "forget",
)
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

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        found = getattr(import_module(f"grader.cli.instructor.{cmd_name}"), cmd_name)
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
        if not folder.is_dir():
            raise UsageError(f"There is no folder {course}.", hint="Name the folder that holds course.yaml.")
        ctx.obj = replace(world, here=folder)
