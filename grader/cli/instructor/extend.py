"""`grade class extend`: more time for one student or group."""

from __future__ import annotations

import click

from grader.cli.instructor import desk
from grader.cli.instructor.deciding import decide
from grader.cli.instructor.desk import ALL, at_desk
from grader.cli.world import World
from grader.course.plan import Adjustment, AdjustmentKind
from grader.course.plan.times import moment
from grader.errors import ExitCode

EXAMPLES = """\b
Examples:
  grade class extend ada kata11 "2026-10-19 23:59" --reason "ill, with a note"
  grade class extend "team red" all "2026-10-19 23:59" --reason "lost their disk"
"""


@click.command(epilog=EXAMPLES)
@click.argument("student")
@click.argument("kata")
@click.argument("until")
@desk.reason
@desk.by
@click.pass_obj
def extend(world: World, student: str, kata: str, until: str, reason: str, by: str) -> ExitCode:
    """Give a student or a group until UNTIL for a kata, or for `all`.

    UNTIL is such as 2026-10-19 23:59, in the course's time zone. Of several deadlines the latest is theirs.
    """
    with at_desk(world, create=True) as opened:
        end = moment(until, opened.plan.zone)
        if end.note:
            world.complain(f"{until}: {end.note}")
        decision = Adjustment(student, kata, AdjustmentKind.EXTENSION, until=end.at, reason=reason)
        code = decide(world, opened, decision, by=by, told=f"there is time until {end.at:%Y-%m-%d %H:%M %z}")
        due = [one.deadline for one in opened.plan.katas if kata == ALL or one.kata == opened.kata(kata).id]
        if not any(deadline is not None and deadline < end.at for deadline in due):
            world.complain("As it is, this changes nothing: no deadline stands before it.")
        return code
