"""`grade class override`: points that an instructor gives by hand."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import click

from grader.cli.instructor import desk
from grader.cli.instructor.deciding import decide
from grader.cli.instructor.desk import ALL, Desk, at_desk
from grader.cli.world import World
from grader.course.plan import Adjustment, AdjustmentKind
from grader.errors import ExitCode, UsageError
from grader.escaping import one_line
from grader.scores import points_text

CENT = Decimal("0.01")
EXAMPLES = """\b
Example:
  grade class override ada kata11 20 --reason "explained it at the board"
"""


@click.command(epilog=EXAMPLES, context_settings={"ignore_unknown_options": True})
@click.argument("student")
@click.argument("kata")
@click.argument("points")
@desk.reason
@desk.by
@click.pass_obj
def override(world: World, student: str, kata: str, points: str, reason: str, by: str) -> ExitCode:
    """Give a student or a group POINTS for a kata, whatever their attempts earned and however late they were."""
    with at_desk(world, create=True) as opened:
        given = _points(opened, kata, points)
        decision = Adjustment(student, kata, AdjustmentKind.OVERRIDE, points=given, reason=reason)
        return decide(world, opened, decision, by=by, told=f"{points_text(given)} points")


def _points(opened: Desk, kata: str, text: str) -> Decimal:
    """Points from 0 to what the kata is worth, with at most two decimals. Raises UsageError."""
    if kata == ALL:
        raise UsageError("An override is for one kata.", hint="Name it: kata11")
    most = opened.kata(kata).points
    try:
        points = Decimal(text)
        if points.is_finite() and 0 <= points <= most and points == points.quantize(CENT):
            return points
    except InvalidOperation:
        pass
    raise UsageError(
        f"{one_line(text)} cannot be the points of {opened.kata(kata).id}.",
        hint=f"Name a number from 0 to {most}, with at most two decimals.",
    )
