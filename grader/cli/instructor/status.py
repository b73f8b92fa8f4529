"""`grade class status`: who has handed in what."""

from __future__ import annotations

import json

import click

from grader.cli.instructor.desk import Desk, at_desk
from grader.cli.learning import plain
from grader.cli.world import World
from grader.course.plan import Roster
from grader.course.table import score_table
from grader.errors import ExitCode
from grader.render.standing import SHOWN, class_standing, standing_document, standing_text

EXAMPLES = """\b
Examples:
  grade class status
  grade class status -v                 everybody by name
  grade class status --output json
"""


@click.command(epilog=EXAMPLES)
@click.option("--output", "form", type=click.Choice(("text", "json")), default="text")
@plain
@click.option("-v", "--verbose", is_flag=True, help="Name everybody, not only the first few of each list.")
@click.pass_obj
def status(world: World, form: str, plain: bool, verbose: bool) -> ExitCode:
    """Tell who has handed in what: what waits, is missing, came late or at an unknown time.

    Every problem of course.yaml and the roster is told first, with its line.
    """
    with at_desk(world, create=True) as desk:
        roster = desk.roster()
        names = None if verbose or form == "json" else SHOWN
        table = score_table(desk.plan, roster, tuple(desk.katas.values()), desk.book, world.now())
        standing = class_standing(table, _strangers(desk, roster), desk.plan.notes, most=names)
        if form == "json":
            world.say(json.dumps(standing_document(standing), ensure_ascii=False))
        else:
            text = standing_text(standing, zone=desk.plan.zone, style=world.style(plain=plain), names=names)
            world.say(text.rstrip("\n"))
    return ExitCode.ACCEPTED


def _strangers(desk: Desk, roster: Roster) -> dict[str, list[str]]:
    """The katas of everybody who has handed in and is not, or no longer, in the roster."""
    unknown = [student for student in desk.book.students() if student not in roster.by_id]
    return {
        student: list(dict.fromkeys(kept.kata for kept in desk.book.submissions(student=student)))
        for student in unknown
    }
