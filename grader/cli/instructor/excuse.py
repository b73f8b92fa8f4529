"""`grade class excuse`: a kata that does not count for one student or group."""

from __future__ import annotations

import click

from grader.cli.instructor import desk
from grader.cli.instructor.deciding import decide
from grader.cli.instructor.desk import at_desk
from grader.cli.world import World
from grader.course.plan import Adjustment, AdjustmentKind
from grader.errors import ExitCode

EXAMPLES = """\b
Example:
  grade class excuse ada kata11 --reason "at a competition for the university"
"""


@click.command(epilog=EXAMPLES)
@click.argument("student")
@click.argument("kata")
@desk.reason
@desk.by
@click.pass_obj
def excuse(world: World, student: str, kata: str, reason: str, by: str) -> ExitCode:
    """Excuse a student or a group from a kata, or from `all`: it is blank for them, whatever they hand in."""
    with at_desk(world, create=True) as opened:
        decision = Adjustment(student, kata, AdjustmentKind.EXCUSE, reason=reason)
        return decide(world, opened, decision, by=by, told="excused")
