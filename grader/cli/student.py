"""The root of all commands: what a student types, and where each command is."""

from __future__ import annotations

from pathlib import Path

import click

from grader import __version__
from grader.cli.commands import GRADING, KataGroup, LazyCommand
from grader.cli.world import World

STUDYING = "grader.cli.studying"
COMMANDS = {
    "class": LazyCommand(
        "grader.cli.classroom", "class_", "Collect, grade and look at a whole class, and send the results back."
    ),
    "demo": LazyCommand(
        "grader.cli.demo", "demo", "See it work: a wrong kata and the reference; in the author's clone, a class of 30."
    ),
    "dev": LazyCommand("grader.cli.dev", "dev", "Make and verify katas."),
    "doctor": LazyCommand("grader.cli.doctor", "doctor", "What works on this machine, and what to do about the rest."),
    "explain": LazyCommand(
        STUDYING, "explain", "What a code such as M02 means: a short program that has it, run before your eyes."
    ),
    "hint": LazyCommand(STUDYING, "hint", "One more hint than last time."),
    "list": LazyCommand(STUDYING, "list_", "Every kata, and how far you are."),
    "next": LazyCommand(STUDYING, "next_", "The kata to do next, where its files are, and why this one."),
    "notebooks": LazyCommand("grader.cli.notebooks", "notebooks", "Katas as notebooks, for nbgrader."),
    "pack": LazyCommand("grader.cli.pack", "pack", "Write the file to hand in, with every kata you began."),
    "progress": LazyCommand(
        STUDYING, "show_progress", "Your tracks, points, streaks, and what is still misunderstood."
    ),
    "reset": LazyCommand(STUDYING, "reset", "Put a stub back as it was; what you wrote is kept as a copy."),
    "solution": LazyCommand(
        "grader.cli.solution", "solution", "Yours beside the reference and the alternatives, once it is accepted."
    ),
    "timeline": LazyCommand("grader.cli.timeline", "timeline", "Who ran, waited and blocked, and for how long."),
    "update": LazyCommand(
        "grader.cli.update",
        "update",
        "A newer edition of the course, from a folder or an archive; what you wrote stays.",
    ),
    "watch": LazyCommand("grader.cli.watch", "watch", "Grade on every save, within a tenth of a second."),
    "ci": LazyCommand("grader.cli.ci", "ci"),
    GRADING: LazyCommand("grader.cli.grading", "grading"),
}
EXAMPLES = """\b
Examples:
  grade                     the kata you stand in, or the one that `grade next` proposes
  grade kata11              grade kata11; `grade 11` is the same
  grade kata11 kata12       grade both
  grade kata11 --submission my_answer.py --output json
  grade kata11 kata12 --output html --output-file report.html
  grade hint kata11         one more hint
  grade watch kata11        grade it again on every save
  grade list                every kata and how far you are

\b
Exit codes: 0 all accepted, 1 a check failed, 2 wrong usage, 3 our own fault,
4 a file cannot be graded, 5 nothing to grade, 130 Ctrl-C.
"""


@click.group(
    cls=KataGroup,
    lazy=COMMANDS,
    epilog=EXAMPLES,
    options_metavar="",
    subcommand_metavar="[KATA]... [OPTIONS] | COMMAND",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="grade")
@click.option(
    "--katas",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A set of katas of its own: DIR/katas/. For every command, anywhere in it; usually: GRADE_KATAS.",
)
@click.pass_context
def root(ctx: click.Context, katas: Path | None) -> None:
    """Grade your katas, as often as you like: it takes well under a second."""
    world = ctx.find_object(World)
    assert world is not None
    ctx.obj = world.typed(katas)
