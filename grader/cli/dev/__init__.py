"""The author's commands: `grade dev …`, each imported only when it is named."""

from __future__ import annotations

import click

from grader.cli.commands import LazyCommand, LazyGroup

COMMANDS = {
    "check": LazyCommand("grader.cli.dev.check", "check", "Verify katas: stub, solutions, and every wrong one caught."),
    "gallery": LazyCommand(
        "grader.cli.dev.documents",
        "gallery",
        "Write docs/feedback-gallery.md: what a student sees for wrong solutions.",
    ),
    "ladder": LazyCommand("grader.cli.dev.documents", "ladder", "Write docs/ladder.md: the katas by track."),
    "matrix": LazyCommand("grader.cli.dev.matrix", "matrix", "Wrong solutions by checks: who catches whom."),
    "mutants": LazyCommand("grader.cli.dev.mutants", "mutants", "Change one thing in a reference: who notices?"),
    "new": LazyCommand("grader.cli.dev.new", "new", "Begin a kata: every file, saying what belongs there."),
    "release": LazyCommand(
        "grader.cli.dev.release", "release", "Write the edition that students receive: a folder or an archive."
    ),
    "wrong": LazyCommand("grader.cli.dev.new", "wrong", "Begin a wrong solution, with its header to fill in."),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def dev() -> None:
    """Make and verify katas."""
